namespace Domaeka.Storage.Rows;

/// <summary>A row at hand, of whichever database, for the tables that are read most.</summary>
internal interface IRow
{
    /// <summary>True for NULL.</summary>
    bool IsNull(int column);

    /// <summary>A column as text; null for NULL.</summary>
    string? Text(int column);

    /// <summary>A text as UTF-8, good until the next row; empty for NULL.</summary>
    ReadOnlySpan<byte> Utf8(int column);

    /// <summary>A column as a whole number; 0 for NULL and for what is no number.</summary>
    long Int64(int column);

    /// <summary>As <see cref="Int64"/>, with null for NULL.</summary>
    long? Int64OrNull(int column);

    /// <summary>A column as a time; null for NULL and for what is no time.</summary>
    DateTimeOffset? Time(int column);
}
