namespace Domaeka.Protocol.Codec.Json;

/// <summary>Which fields of one JSON object have been seen.</summary>
internal struct FieldSet
{
    private ulong _bits;

    /// <summary>Adds a field; false when it was there already. <see cref="Field.None"/> stands for all unknown keys.</summary>
    public bool Add(Field field)
    {
        var bit = 1UL << (int)field;
        if (field != Field.None && (_bits & bit) != 0)
            return false;

        _bits |= bit;
        return true;
    }
}
