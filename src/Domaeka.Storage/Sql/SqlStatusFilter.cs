using Domaeka.Core.Approval;

namespace Domaeka.Storage.Sql;

/// <summary>
/// Narrowing a list to a status. The stored words are compared as <see cref="ApprovalStatusExtensions.FromStoredWord"/> reads
/// them, and those that it does not know are found as <see cref="ApprovalStatus.Unknown"/>.
/// </summary>
internal static class SqlStatusFilter
{
    /// <summary>A condition on <c>@Status</c>: null lets everything through, an empty text stands for unknown.</summary>
    public const string Condition =
        "(@Status IS NULL OR CASE WHEN lower(trim(coalesce(status, ''))) IN ('pending', 'approved', 'denied', 'revoked', 'blocked') "
        + "THEN lower(trim(status)) ELSE '' END = @Status)";

    /// <summary>The value for <c>@Status</c>.</summary>
    public static string? Parameter(ApprovalStatus? status) => status switch
    {
        null => null,
        ApprovalStatus.Unknown => "",
        { } known => known.ToStoredWord(),
    };
}
