namespace Domaeka.Core.Scheduling;

/// <summary>What becomes of an occurrence whose time went by unserved. Of several only the latest counts; the others are skipped.</summary>
public enum MisfireMode
{
    /// <summary>It is sent while it is late by no more than <see cref="MisfirePolicy.Tolerance"/>.</summary>
    RunIfLate,

    /// <summary>It is not sent.</summary>
    Skip,

    /// <summary>It is sent, however late.</summary>
    RunOnce,
}
