namespace MySqlConnector;

/// <summary>A value of the database cannot be told in the .NET type asked for, such as the date 0000-00-00 as a DateTime.</summary>
public sealed class MySqlConversionException : Exception
{
    internal MySqlConversionException(string message)
        : base(message)
    {
    }
}
