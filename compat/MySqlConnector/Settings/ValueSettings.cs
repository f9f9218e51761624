namespace MySqlConnector.Settings;

/// <summary>What a connection string says of how values are read and written.</summary>
internal sealed class ValueSettings
{
    public ValueSettings(MySqlConnectionStringBuilder builder)
    {
        if (builder.OldGuids && builder.GuidFormat is not (MySqlGuidFormat.Default or MySqlGuidFormat.LittleEndianBinary16))
            throw new MySqlException("OldGuids cannot be used with GuidFormat.");
        GuidFormat = builder.GuidFormat != MySqlGuidFormat.Default ? builder.GuidFormat
            : builder.OldGuids ? MySqlGuidFormat.LittleEndianBinary16
            : MySqlGuidFormat.Char36;
        TreatTinyAsBoolean = builder.TreatTinyAsBoolean;
        DateTimeKind = (DateTimeKind)builder.DateTimeKind;
        AllowZeroDateTime = builder.AllowZeroDateTime;
        ConvertZeroDateTime = builder.ConvertZeroDateTime;
    }

    /// <summary>Never <see cref="MySqlGuidFormat.Default"/>.</summary>
    public MySqlGuidFormat GuidFormat { get; }

    public bool TreatTinyAsBoolean { get; }

    public DateTimeKind DateTimeKind { get; }

    public bool AllowZeroDateTime { get; }

    public bool ConvertZeroDateTime { get; }
}
