using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Protocol.Values;
using MySqlConnector.Settings;

namespace MySqlConnector.Session;

/// <summary>A column of a result and who reads its values.</summary>
internal sealed class ResultColumn(ColumnDefinition41Payload definition, ValueSettings settings, bool isBinary)
{
    public ColumnDefinition41Payload Definition { get; } = definition;

    public string Name => Definition.Name;

    public MySqlDbType Type { get; } = ColumnTypes.ToMySqlDbType(definition, settings);

    public ColumnReader Reader { get; } = ColumnTypes.CreateReader(definition, settings, isBinary);

    public string TypeName => ColumnTypes.NameOf(Type, Definition);
}
