namespace MySqlConnector.Protocol;

/// <summary>Numbers of the collations that the protocol's messages name (information_schema.COLLATIONS).</summary>
internal static class Collations
{
    /// <summary>utf8mb4_general_ci: every server since MySQL 5.5 knows it, so the handshake asks for it.</summary>
    public const byte Utf8Mb4GeneralCi = 45;

    /// <summary>binary: the column holds bytes, not characters.</summary>
    public const ushort Binary = 63;

    /// <summary>How many bytes a character of the collation may take; the length of a column is told in bytes.</summary>
    public static int BytesPerCharacter(ushort collation) => collation switch
    {
        Binary => 1,
        45 or 46 or (>= 224 and <= 247) or (>= 255 and <= 323) => 4,
        33 or 83 or (>= 192 and <= 215) or 223 => 3,
        35 or 90 or (>= 128 and <= 151) or 159 => 2,
        54 or 55 or (>= 101 and <= 124) or 56 or 62 => 4,
        60 or 61 or (>= 160 and <= 183) => 4,
        // MariaDB's own numbers: a copy of an older collation with NO PAD (+1024), or UCA 14.0.0 (2048 and on, 256 for each set).
        >= 2048 and < 2304 => 3,
        >= 2304 and < 2560 => 4,
        >= 2560 and < 2816 => 2,
        >= 2816 and < 3328 => 4,
        >= 1024 and < 2048 => BytesPerCharacter((ushort)(collation - 1024)),
        _ => 1,
    };
}
