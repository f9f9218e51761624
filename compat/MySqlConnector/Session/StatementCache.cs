using MySqlConnector.Statements;

namespace MySqlConnector.Session;

/// <summary>What has been prepared on a session, by the text of the command.</summary>
internal sealed class StatementCache
{
    private readonly Dictionary<string, PreparedText> _prepared = new(StringComparer.Ordinal);

    /// <summary>null: the text has not been prepared.</summary>
    public PreparedText? Find(string sql) => _prepared.Count == 0 ? null : _prepared.GetValueOrDefault(sql);

    public void Add(string sql, PreparedText prepared) => _prepared[sql] = prepared;

    /// <summary>The server forgot them all: the session was reset.</summary>
    public void Forget() => _prepared.Clear();
}
