namespace Domaeka.Core.Scheduling;

/// <summary>What becomes of an occurrence whose time went by unserved, because the server was down, the clock jumped, or a row came late.</summary>
/// <param name="Mode">What.</param>
/// <param name="Tolerance">How late it may be with <see cref="MisfireMode.RunIfLate"/>, 0 to 7 days; has no meaning with the others.</param>
public readonly record struct MisfirePolicy(MisfireMode Mode, TimeSpan Tolerance)
{
    /// <summary>The longest tolerance.</summary>
    public static readonly TimeSpan MaxTolerance = TimeSpan.FromDays(7);

    /// <summary>True when an occurrence that is so late, beyond what counts as on time, is still sent.</summary>
    public bool Admits(TimeSpan late) => Mode switch
    {
        MisfireMode.RunOnce => true,
        MisfireMode.RunIfLate => late <= Tolerance,
        _ => false,
    };
}
