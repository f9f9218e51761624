namespace Domaeka.Protocol;

/// <summary>Which of the two wire formats a phone's script speaks. A connection is answered in the phone's own.</summary>
public enum WireDialect
{
    /// <summary>Scripts 3.1.x and 3.2.x: a line is one JSON value, <c>{"event","data"}</c>, keys in camelCase.</summary>
    Legacy,

    /// <summary>Scripts 3.3.0 and later: JSON, then the content directly behind its closing brace, keys in snake_case.</summary>
    V33,
}
