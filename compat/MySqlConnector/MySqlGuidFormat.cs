namespace MySqlConnector;

/// <summary>Which columns hold a <see cref="Guid"/>, and how parameters of that type are written.</summary>
public enum MySqlGuidFormat
{
    /// <summary><see cref="Char36"/>; <see cref="LittleEndianBinary16"/> when OldGuids is set.</summary>
    Default,

    /// <summary>No column is read as a Guid.</summary>
    None,

    /// <summary>CHAR(36): lower-case digits with hyphens.</summary>
    Char36,

    /// <summary>CHAR(32): lower-case digits without hyphens.</summary>
    Char32,

    /// <summary>BINARY(16), the digits in the order in which they are written, as UUID_TO_BIN makes them.</summary>
    Binary16,

    /// <summary>BINARY(16) with the time's parts swapped, as UUID_TO_BIN(x, 1) makes them.</summary>
    TimeSwapBinary16,

    /// <summary>BINARY(16) in the order of <see cref="Guid.ToByteArray()"/>.</summary>
    LittleEndianBinary16,
}
