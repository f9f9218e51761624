namespace Domaeka.Core.Scheduling;

/// <summary>What a schedule is doing: <c>kb_schedule.status</c>.</summary>
public enum ScheduleStatus
{
    /// <summary>The stored word is none of the known ones; it is not sent.</summary>
    Unknown,

    /// <summary>It is sent when it is due.</summary>
    Active,

    /// <summary>Paused; it is not sent.</summary>
    Inactive,

    /// <summary>It has had its last occurrence.</summary>
    Completed,

    /// <summary>It cannot be sent as it stands; the newest row of <c>kb_schedule_logs</c> says why.</summary>
    Error,

    /// <summary>The shop took it back.</summary>
    Cancelled,
}
