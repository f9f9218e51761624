namespace Domaeka.Core.Approval;

/// <summary>The stored words of <see cref="ApprovalStatus"/> and what they mean for a connection.</summary>
public static class ApprovalStatusExtensions
{
    /// <summary>True for the statuses whose phones are told so and disconnected: denied, revoked, blocked.</summary>
    public static bool IsShutOut(this ApprovalStatus status) =>
        status is ApprovalStatus.Denied or ApprovalStatus.Revoked or ApprovalStatus.Blocked;

    /// <summary>The word stored in the database. <see cref="ApprovalStatus.Unknown"/> has none and throws.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The status cannot be stored.</exception>
    public static string ToStoredWord(this ApprovalStatus status) => status switch
    {
        ApprovalStatus.Pending => "pending",
        ApprovalStatus.Approved => "approved",
        ApprovalStatus.Denied => "denied",
        ApprovalStatus.Revoked => "revoked",
        ApprovalStatus.Blocked => "blocked",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "This status has no stored word."),
    };

    /// <summary>Reads a stored word, ignoring case and blanks around it; anything unknown, null included, is <see cref="ApprovalStatus.Unknown"/>.</summary>
    public static ApprovalStatus FromStoredWord(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        "pending" => ApprovalStatus.Pending,
        "approved" => ApprovalStatus.Approved,
        "denied" => ApprovalStatus.Denied,
        "revoked" => ApprovalStatus.Revoked,
        "blocked" => ApprovalStatus.Blocked,
        _ => ApprovalStatus.Unknown,
    };
}
