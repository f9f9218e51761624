using System.Text;
using System.Text.Json;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>
/// Remembers the last value of each field. A phone repeats its name, identifiers and rooms with every line, and a value that
/// is the same as last time costs no new string. Bounded: one short string per field.
/// </summary>
internal sealed class StringCache
{
    private const int MaxBytes = 128;
    private readonly string?[] _last = new string?[(int)Field.Count];

    /// <summary>The value of the string token that the reader stands on. The token has no escapes and is valid UTF-8.</summary>
    public string Get(ref Utf8JsonReader reader, Field field)
    {
        var bytes = reader.ValueSpan;
        if (bytes.Length > MaxBytes || !Repeats(field))
            return Encoding.UTF8.GetString(bytes);

        ref var last = ref _last[(int)field];
        if (last is null || !reader.ValueTextEquals(last))
            last = Encoding.UTF8.GetString(bytes);
        return last;
    }

    private static bool Repeats(Field field) =>
        field is not (Field.Text or Field.LogId or Field.Timestamp or Field.Signature or Field.ServerTimestamp);
}
