namespace MySqlConnector.Statements;

/// <summary>The name of a parameter, however it is written: @name, ?name, name, @`name`.</summary>
internal static class ParameterNames
{
    public static ReadOnlySpan<char> Normalize(ReadOnlySpan<char> name)
    {
        name = name.Trim();
        if (name is ['@' or '?', ..])
        {
            name = name[1..];
            if (name.Length >= 2 && name[0] is ('\'' or '"' or '`') && name[^1] == name[0])
                name = name[1..^1];
        }

        return name;
    }

    public static string Normalize(string name) =>
        name.Length > 0 && name[0] is not ('@' or '?' or ' ') && name[^1] != ' ' ? name : Normalize(name.AsSpan()).ToString();
}
