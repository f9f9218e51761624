using System.Globalization;

namespace Domaeka.Core.Commands;

/// <summary>What a user typed behind a trigger, checked against the command's definition.</summary>
public sealed class CommandArguments
{
    private readonly IReadOnlyDictionary<string, string> _values;

    internal CommandArguments(string text, IReadOnlyDictionary<string, string> values)
    {
        Text = text;
        _values = values;
    }

    /// <summary>The free text without parameters and without white space at its ends; empty when there is none.</summary>
    public string Text { get; }

    /// <summary>True when the parameter was given or has a default.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A text parameter, or null when it was not given and has no default.</summary>
    public string? GetText(string name) => _values.GetValueOrDefault(name);

    /// <summary>An integer parameter, or null when it was not given and has no default.</summary>
    public long? GetInteger(string name) =>
        _values.TryGetValue(name, out var value) ? long.Parse(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A number parameter, or null when it was not given and has no default.</summary>
    public decimal? GetNumber(string name) =>
        _values.TryGetValue(name, out var value) ? decimal.Parse(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A boolean parameter; false when it was not given and has no default.</summary>
    public bool GetBoolean(string name) => _values.TryGetValue(name, out var value) && value == bool.TrueString;
}
