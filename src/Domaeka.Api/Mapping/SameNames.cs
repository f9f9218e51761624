using System.Collections.Frozen;

namespace Domaeka.Api.Mapping;

/// <summary>
/// Enums of Core and of the API whose values bear the same names, but for the API's <c>Unspecified</c>, which is <c>None</c> where Core has
/// that.
/// </summary>
internal static class SameNames<TFrom, TTo>
    where TFrom : struct, Enum
    where TTo : struct, Enum
{
    private const string Unspecified = "Unspecified";
    private const string None = "None";

    private static readonly FrozenDictionary<TFrom, TTo> Table = Enum.GetValues<TFrom>()
        .Select(value => (value, Name: Translate(value.ToString())))
        .Where(entry => Enum.IsDefined(typeof(TTo), entry.Name))
        .ToFrozenDictionary(entry => entry.value, entry => Enum.Parse<TTo>(entry.Name));

    /// <summary>The value of this name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none: a bug, or an unspecified value that was not looked for.</exception>
    public static TTo Map(TFrom value) => Table.TryGetValue(value, out var mapped)
        ? mapped
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(TTo).Name} has no such value.");

    /// <summary>The value of this name, or null.</summary>
    public static TTo? Find(TFrom value) => Table.TryGetValue(value, out var mapped) ? mapped : null;

    private static string Translate(string name) => name switch
    {
        Unspecified => None,
        None => Unspecified,
        _ => name,
    };
}
