using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Session;

namespace MySqlConnector.Statements;

/// <summary>Has the server prepare each statement of a command's text, with ? in place of the parameters' names.</summary>
internal static class StatementPreparer
{
    public static async ValueTask PrepareAsync(
        MySqlConnection connection,
        string sql,
        MySqlParameterCollection? parameters,
        int timeoutSeconds,
        IOBehavior io,
        CancellationToken cancellationToken)
    {
        var session = connection.Enter();
        session.Guard.Begin(timeoutSeconds);
        try
        {
            using var registration = CommandExecutor.Watch(session, cancellationToken);
            var prepared = new List<PreparedStatement>();
            var position = 0;
            while (WriteNext(session, sql, parameters, ref position) is { } references)
            {
                await session.SendAsync(io);
                prepared.Add(await ReceiveAsync(session, references, io));
            }

            session.Statements.Add(sql, new PreparedText(prepared));
        }
        catch (Exception exception)
        {
            var translated = SessionCommand.Translate(session, exception, cancellationToken);
            if (translated == exception)
                throw;
            throw translated;
        }
        finally
        {
            try
            {
                await SessionCommand.EndAsync(session, io);
            }
            finally
            {
                connection.Leave();
            }
        }
    }

    // Writes the preparation of the statement that begins at the position; null when there is none any more.
    private static ParameterReference[]? WriteNext(ServerSession session, string sql, MySqlParameterCollection? parameters, ref int position)
    {
        var rest = sql.AsSpan(position);
        if (SqlText.IsBlank(rest))
            return null;
        var writer = session.Writer;
        writer.Clear();
        writer.Begin();
        StmtPreparePayload.WriteHead(writer);

        var scanner = new SqlScanner(rest, session.Literals.NoBackslashEscapes);
        var references = new List<ParameterReference>();
        var copied = 0;
        var positional = 0;
        SqlToken token;
        while ((token = scanner.Next()).Kind is SqlTokenKind.NamedParameter or SqlTokenKind.PositionalParameter)
        {
            var place = positional;
            var parameter = SqlText.Find(parameters, rest, token, ref positional, session.Settings.AllowUserVariables);
            if (parameter is null)
                continue;
            references.Add(token.Kind == SqlTokenKind.PositionalParameter
                ? new ParameterReference(null, place)
                : new ParameterReference(parameter.NormalizedName, 0));
            writer.WriteUtf8(rest[copied..token.Start]);
            writer.WriteByte((byte)'?');
            copied = token.Start + token.Length;
        }

        writer.WriteUtf8(rest[copied..token.Start]);
        writer.End();
        position += token.Start + token.Length;
        return [.. references];
    }

    private static async ValueTask<PreparedStatement> ReceiveAsync(ServerSession session, ParameterReference[] references, IOBehavior io)
    {
        var payload = await session.ReceiveAsync(io);
        if (ErrPayload.Is(payload.Span))
            throw ErrPayload.Parse(payload.Span).ToException();
        var ok = StmtPrepareOkPayload.Parse(payload.Span);
        if (ok.ParameterCount != references.Length)
            throw new MySqlProtocolException($"The server found {ok.ParameterCount} parameters in a statement with {references.Length}.");
        // The columns are told again with every execution, where they may have changed.
        await SkipDefinitionsAsync(session, ok.ParameterCount, io);
        await SkipDefinitionsAsync(session, ok.ColumnCount, io);
        return new PreparedStatement(ok.StatementId, references);
    }

    private static async ValueTask SkipDefinitionsAsync(ServerSession session, int count, IOBehavior io)
    {
        if (count == 0)
            return;
        for (var i = 0; i < count; i++)
            ColumnDefinition41Payload.Parse((await session.ReceiveAsync(io)).Span);
        if (!session.Capabilities.HasFlag(ServerCapabilities.DeprecateEof))
            EofPayload.Parse((await session.ReceiveAsync(io)).Span);
    }
}
