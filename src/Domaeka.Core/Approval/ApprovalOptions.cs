namespace Domaeka.Core.Approval;

/// <summary>How approvals are kept and how many undecided devices and rooms are taken in.</summary>
public sealed class ApprovalOptions
{
    /// <summary>How often the database is asked whether somebody else edited devices or rooms; 100 ms to 2 s (default: 1 s).</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most devices that may wait for approval; further unknown ones are refused. 1 or more (default: 10,000).</summary>
    public int MaxPendingDevices { get; set; } = 10_000;

    /// <summary>Most rooms of one bot that may wait for approval; further unknown ones are logged without a row. 1 or more (default: 10,000).</summary>
    public int MaxPendingRoomsPerBot { get; set; } = 10_000;
}
