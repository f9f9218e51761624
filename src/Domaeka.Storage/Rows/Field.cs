using System.Data.Common;
using System.Globalization;

namespace Domaeka.Storage.Rows;

/// <summary>
/// Reads columns whose type cannot be relied on: the tables in the field differ from each other, and SQLite stores in a column
/// whatever it is given. A value that cannot be read as what is asked for reads as null, so that one odd row cannot
/// keep the others from being loaded.
/// </summary>
internal static class Field
{
    /// <summary>Null for NULL and for blobs; numbers as invariant text.</summary>
    public static string? Text(this DbDataReader row, int column) => row.GetValue(column) switch
    {
        string text => text,
        byte[] or DBNull => null,
        DateTime time => StoredTime.ToText(time),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>As <see cref="Text"/>, with null for the empty string too.</summary>
    public static string? FilledText(this DbDataReader row, int column) => row.Text(column) is { Length: > 0 } text ? text : null;

    /// <summary>Null for what is no number or does not fit.</summary>
    public static int? Int(this DbDataReader row, int column) =>
        row.Real(column) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>Null for what is no number. Exact up to 2 to the 53rd.</summary>
    public static long? Long(this DbDataReader row, int column) =>
        row.Real(column) is { } number && Math.Abs(number) < long.MaxValue ? (long)number : null;

    /// <summary>Null for what is no positive number or does not fit.</summary>
    public static int? PositiveInt(this DbDataReader row, int column) => row.Int(column) is > 0 and var number ? number : null;

    /// <summary>Null for what is no number.</summary>
    public static double? Real(this DbDataReader row, int column) => row.GetValue(column) switch
    {
        long number => number,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        string or byte[] or DBNull => null,
        var other => Convert.ToDouble(other, CultureInfo.InvariantCulture),
    };

    /// <summary>True for every number but 0; false otherwise.</summary>
    public static bool Flag(this DbDataReader row, int column) => row.Real(column) is { } number && number != 0;

    /// <summary>Null for NULL and for what is no time.</summary>
    public static DateTimeOffset? Time(this DbDataReader row, int column)
    {
        try
        {
            return StoredTime.Read(row.GetValue(column));
        }
        catch (Exception exception) when (exception is FormatException or InvalidCastException or ArgumentException)
        {
            // A column of a time can hold a day that is none, such as 2026-00-10, which a driver may not be able to hand out.
            return null;
        }
    }

    /// <summary>The Unix epoch stands for a time that was not recorded or is unreadable.</summary>
    public static DateTimeOffset TimeOrEpoch(this DbDataReader row, int column) => row.Time(column) ?? DateTimeOffset.UnixEpoch;
}
