namespace Domaeka.Core.Scheduling;

/// <summary>A set of weekdays.</summary>
[Flags]
public enum Weekdays
{
    /// <summary>No day.</summary>
    None = 0,

    /// <summary>Sundays.</summary>
    Sunday = 1 << DayOfWeek.Sunday,

    /// <summary>Mondays.</summary>
    Monday = 1 << DayOfWeek.Monday,

    /// <summary>Tuesdays.</summary>
    Tuesday = 1 << DayOfWeek.Tuesday,

    /// <summary>Wednesdays.</summary>
    Wednesday = 1 << DayOfWeek.Wednesday,

    /// <summary>Thursdays.</summary>
    Thursday = 1 << DayOfWeek.Thursday,

    /// <summary>Fridays.</summary>
    Friday = 1 << DayOfWeek.Friday,

    /// <summary>Saturdays.</summary>
    Saturday = 1 << DayOfWeek.Saturday,

    /// <summary>Every day.</summary>
    All = (1 << 7) - 1,
}
