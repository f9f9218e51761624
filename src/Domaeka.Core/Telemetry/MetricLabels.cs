using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Domaeka.Core.Telemetry;

/// <summary>The values of tags. Only what has few values becomes one: no device, no room, no address, no message.</summary>
public static class MetricLabels
{
    /// <summary>The name of the value in lower case with underscores, such as <c>too_many_unverified</c>; <c>other</c> for one without a name. Allocates nothing.</summary>
    /// <typeparam name="TEnum">An enumeration over <see cref="int"/> with values from 0 on.</typeparam>
    /// <param name="value">The value.</param>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var number = Unsafe.BitCast<TEnum, int>(value);
        return (uint)number < (uint)Names<TEnum>.All.Length ? Names<TEnum>.All[number] : "other";
    }

    /// <summary>Adds nothing under each value, so that a counter is there with 0 before the first event: rates then see the first one.</summary>
    /// <typeparam name="TEnum">The enumeration.</typeparam>
    /// <param name="counter">The counter.</param>
    /// <param name="key">The tag's key.</param>
    /// <param name="except">Values that are no event, such as success.</param>
    public static void Begin<TEnum>(Counter<long> counter, string key, params ReadOnlySpan<TEnum> except)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(counter);
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (!except.Contains(value))
                counter.Add(0, Tag(key, Of(value)));
        }
    }

    /// <summary>A tag.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    public static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly string[] All = Read();

        private static string[] Read()
        {
            var values = Enum.GetValues<TEnum>();
            var names = new string[values.Max(value => Unsafe.BitCast<TEnum, int>(value)) + 1];
            Array.Fill(names, "other");
            foreach (var value in values)
                names[Unsafe.BitCast<TEnum, int>(value)] = JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
            return names;
        }
    }
}
