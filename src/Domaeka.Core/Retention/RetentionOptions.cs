namespace Domaeka.Core.Retention;

/// <summary>
/// How what is no longer kept is deleted. How long messages, request ids and pictures are kept is said by
/// <see cref="Delivery.DeliveryOptions"/>, chat lines by each room's <see cref="Rooms.RoomLogSettings.RetentionDays"/>.
/// </summary>
public sealed class RetentionOptions
{
    /// <summary>When the first purge begins, behind the start: 0 to 1 day (default: 1 min).</summary>
    public TimeSpan FirstRun { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often purges begin, 1 min to 7 days (default: 1 h).</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long events can be read again, 1 h to 3,650 days (default: 7 days).</summary>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Most events that are kept, however young; 1,000 to 1,000,000,000 (default: 1,000,000).</summary>
    public int MaxEvents { get; set; } = 1_000_000;

    /// <summary>How long rows of <c>kb_ping_monitor</c> stay, 1 h to 3,650 days (default: 30 days).</summary>
    public TimeSpan PingRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long rows of <c>kb_system_monitor</c> stay, 1 h to 3,650 days (default: 365 days).</summary>
    public TimeSpan SystemSampleRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How long a phone counts as sitting in a room behind the last line that it brought of it, 1 to 3,650 days (default: 365 days). It is
    /// learned anew with the next line.
    /// </summary>
    public TimeSpan RoomDeviceRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long rows of <c>kb_schedule_logs</c> stay, 1 day to 36,500 days; 0 is for ever, since the table is the shop's (default: 0).</summary>
    public TimeSpan ScheduleLogRetention { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// Most rows that are deleted in one transaction, 1 to 10,000 (default: 200). Whatever else is to be written waits for it, and the rows of
    /// a room lie apart: 1,000 of them take many times as long as 200 (<c>docs/performance.md</c>).
    /// </summary>
    public int BatchSize { get; set; } = 200;

    /// <summary>How long a purge rests behind a batch, 0 to 1 min (default: 50 ms).</summary>
    public TimeSpan BatchPause { get; set; } = TimeSpan.FromMilliseconds(50);
}
