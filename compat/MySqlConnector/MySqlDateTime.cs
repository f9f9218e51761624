using System.Globalization;

namespace MySqlConnector;

/// <summary>
/// A date and time of the server, which may be one that <see cref="DateTime"/> cannot tell, such as 0000-00-00. Read when
/// <see cref="MySqlConnectionStringBuilder.AllowZeroDateTime"/> is set.
/// </summary>
public struct MySqlDateTime : IComparable
{
    /// <summary>A date and time by its parts; no part is checked.</summary>
    /// <param name="year">0 to 9999.</param>
    /// <param name="month">0 to 12.</param>
    /// <param name="day">0 to 31.</param>
    /// <param name="hour">0 to 23.</param>
    /// <param name="minute">0 to 59.</param>
    /// <param name="second">0 to 59.</param>
    /// <param name="microsecond">0 to 999999.</param>
    public MySqlDateTime(int year, int month, int day, int hour, int minute, int second, int microsecond)
    {
        Year = year;
        Month = month;
        Day = day;
        Hour = hour;
        Minute = minute;
        Second = second;
        Microsecond = microsecond;
    }

    /// <summary>The parts of a <see cref="DateTime"/>; what is finer than a microsecond is cut off.</summary>
    /// <param name="dt">The date and time.</param>
    public MySqlDateTime(DateTime dt)
        : this(dt.Year, dt.Month, dt.Day, dt.Hour, dt.Minute, dt.Second, (int)(dt.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond))
    {
    }

    /// <summary>Whether a <see cref="DateTime"/> can tell it: year, month and day are not 0, and the month has that day.</summary>
    public readonly bool IsValidDateTime =>
        Year is >= 1 and <= 9999 && Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(Year, Month)
        && Hour is >= 0 and < 24 && Minute is >= 0 and < 60 && Second is >= 0 and < 60 && Microsecond is >= 0 and < 1_000_000;

    /// <summary>The year, 0 to 9999.</summary>
    public int Year { readonly get; set; }

    /// <summary>The month, 0 to 12.</summary>
    public int Month { readonly get; set; }

    /// <summary>The day of the month, 0 to 31.</summary>
    public int Day { readonly get; set; }

    /// <summary>The hour, 0 to 23.</summary>
    public int Hour { readonly get; set; }

    /// <summary>The minute, 0 to 59.</summary>
    public int Minute { readonly get; set; }

    /// <summary>The second, 0 to 59.</summary>
    public int Second { readonly get; set; }

    /// <summary>The microseconds of the second, 0 to 999999.</summary>
    public int Microsecond { readonly get; set; }

    /// <summary>The milliseconds of the second, 0 to 999; setting them clears the microseconds.</summary>
    public int Millisecond
    {
        readonly get => Microsecond / 1000;
        set => Microsecond = value * 1000;
    }

    /// <summary>The same as a <see cref="DateTime"/> of unspecified kind.</summary>
    /// <exception cref="MySqlConversionException"><see cref="IsValidDateTime"/> is false.</exception>
    public readonly DateTime GetDateTime() => IsValidDateTime
        ? new DateTime(Year, Month, Day, Hour, Minute, Second).AddTicks(Microsecond * TimeSpan.TicksPerMicrosecond)
        : throw new MySqlConversionException("Cannot convert MySqlDateTime to DateTime when IsValidDateTime is false.");

    /// <summary>The same as a <see cref="DateTime"/>; <see cref="DateTime.MinValue"/> when there is none.</summary>
    /// <param name="val">The server's date and time.</param>
    public static explicit operator DateTime(MySqlDateTime val) => val.IsValidDateTime ? val.GetDateTime() : DateTime.MinValue;

    /// <summary>Orders by time; one that is not a valid date comes where its digits belong.</summary>
    /// <param name="obj">Another <see cref="MySqlDateTime"/>.</param>
    /// <returns>Less than 0, 0 or greater than 0 when this one is earlier, the same or later.</returns>
    /// <exception cref="ArgumentException"><paramref name="obj"/> is something else.</exception>
    readonly int IComparable.CompareTo(object? obj)
    {
        if (obj is not MySqlDateTime other)
            throw new ArgumentException("CompareTo can only be called with another MySqlDateTime", nameof(obj));
        return (Year, Month, Day, Hour, Minute, Second, Microsecond).CompareTo(
            (other.Year, other.Month, other.Day, other.Hour, other.Minute, other.Second, other.Microsecond));
    }

    /// <summary>The date and time as the invariant culture writes them; 00/00/0000 when there is none.</summary>
    public override readonly string ToString() =>
        IsValidDateTime ? GetDateTime().ToString(CultureInfo.InvariantCulture) : $"{Month:00}/{Day:00}/{Year:0000}";
}
