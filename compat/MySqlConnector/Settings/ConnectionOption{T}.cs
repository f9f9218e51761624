using System.Globalization;

namespace MySqlConnector.Settings;

/// <summary>One option of a connection string, of one type.</summary>
internal sealed class ConnectionOption<T>(T defaultValue, params string[] keywords) : ConnectionOption(keywords)
    where T : notnull
{
    public T Get(MySqlConnectionStringBuilder builder) =>
        builder.TryGetStored(Keyword, out var value) ? Convert(value) : defaultValue;

    public void Set(MySqlConnectionStringBuilder builder, T? value)
    {
        if (value is null)
        {
            builder.Remove(Keyword);
            return;
        }

        if (value is int seconds && seconds < -1)
            throw new ArgumentOutOfRangeException(Keyword, $"{Keyword} must be greater than or equal to -1.");
        builder.Store(Keyword, value is bool flag ? (flag ? "True" : "False") : value);
    }

    public override object GetObject(MySqlConnectionStringBuilder builder) => Get(builder);

    public override void SetObject(MySqlConnectionStringBuilder builder, object value) => Set(builder, Convert(value));

    private T Convert(object value)
    {
        if (value is T typed)
            return typed;
        var text = System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        try
        {
            if (typeof(T) == typeof(string))
                return (T)(object)text;
            if (typeof(T) == typeof(bool))
                return (T)(object)ParseBoolean(text);
            if (typeof(T).IsEnum)
                return ParseEnum(text);
            return (T)System.Convert.ChangeType(text, typeof(T), CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new ArgumentException($"Value '{text}' not supported for option '{Keyword}'.", exception);
        }
    }

    private static bool ParseBoolean(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => throw new FormatException("Neither true nor false."),
    };

    private static T ParseEnum(string text) =>
        Enum.TryParse(typeof(T), text, ignoreCase: true, out var parsed) && Enum.IsDefined(typeof(T), parsed)
            ? (T)parsed
            : throw new FormatException($"No {typeof(T).Name}.");
}
