namespace Domaeka.Core.Scheduling;

/// <summary>The words that <c>kb_schedule.status</c> holds.</summary>
public static class ScheduleStatusExtensions
{
    /// <summary>The stored word; the empty string for <see cref="ScheduleStatus.Unknown"/>, which is never stored.</summary>
    public static string ToStoredWord(this ScheduleStatus status) => status switch
    {
        ScheduleStatus.Active => "active",
        ScheduleStatus.Inactive => "inactive",
        ScheduleStatus.Completed => "completed",
        ScheduleStatus.Error => "error",
        ScheduleStatus.Cancelled => "cancelled",
        _ => "",
    };

    /// <summary>The status of a stored word, in any case and with blanks around it; anything else is unknown.</summary>
    public static ScheduleStatus FromStoredWord(string? word) => word?.Trim().ToLowerInvariant() switch
    {
        "active" => ScheduleStatus.Active,
        "inactive" => ScheduleStatus.Inactive,
        "completed" => ScheduleStatus.Completed,
        "error" => ScheduleStatus.Error,
        "cancelled" or "canceled" => ScheduleStatus.Cancelled,
        _ => ScheduleStatus.Unknown,
    };
}
