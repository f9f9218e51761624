namespace Domaeka.Protocol.Codec.Json;

/// <summary>
/// <c>message_positions</c>: offsets into the raw content in UTF-16 units, as the scripts count; for Base64 that is bytes.
/// <c>[0,n]</c> is one part of length n, <c>[0,a,b]</c> two parts, <c>[0,0]</c> says nothing.
/// </summary>
internal struct Positions
{
    private List<int>? _offsets;

    /// <summary>Whether a list was there at all.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>How many numbers the list has.</summary>
    public int Count { get; private set; }

    /// <summary>The last number, which is where the raw content should end.</summary>
    public int Last { get; private set; }

    /// <summary>Whether the list says nothing about the raw content: missing, null, or <c>[0,0]</c>.</summary>
    public readonly bool IsSilent => !IsPresent || (Count == 2 && Last == 0);

    /// <summary>The numbers, once read with <c>keep</c>; else null.</summary>
    public readonly IReadOnlyList<int>? Offsets => _offsets;

    /// <summary>Reads the list: at least two whole numbers, 0 first, none less than the one before.</summary>
    /// <param name="cursor">Stands on the key.</param>
    /// <param name="keep">Whether the numbers themselves are wanted, not only count and end.</param>
    public bool TryRead(ref JsonCursor cursor, bool keep)
    {
        if (!cursor.TryEnterArray(Field.MessagePositions, DecodeError.PositionsInvalid, out var present) || !present)
            return cursor.Error == DecodeError.None;

        IsPresent = true;
        if (keep)
            _offsets = [];
        while (cursor.NextElement())
        {
            if (!cursor.IsInt32(out var position) || position < Last || (Count == 0 && position != 0))
                return cursor.Fail(DecodeError.PositionsInvalid, Field.MessagePositions);
            Last = position;
            Count++;
            _offsets?.Add(position);
        }

        return Count >= 2 || cursor.Fail(DecodeError.PositionsInvalid, Field.MessagePositions);
    }
}
