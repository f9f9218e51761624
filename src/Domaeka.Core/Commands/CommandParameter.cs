namespace Domaeka.Core.Commands;

/// <summary>One <c>--name=value</c> parameter of a command.</summary>
public sealed record CommandParameter
{
    /// <summary>The name without dashes: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the value must be.</summary>
    public required CommandParameterType Type { get; init; }

    /// <summary>A few Korean words for <c># help</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>The value when it is not given, in the form a user would type; null: there is none.</summary>
    public string? Default { get; init; }

    /// <summary>True when it must be given (default: false). Not together with <see cref="Default"/>.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Smallest number, or fewest characters of a text; null: no bound.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Largest number, or most characters of a text; null: no bound.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The only texts allowed; empty: any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
