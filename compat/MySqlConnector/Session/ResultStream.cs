using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Protocol.Values;

namespace MySqlConnector.Session;

/// <summary>
/// The answers to the steps of a command (MySQL protocol, "COM_QUERY Response", "COM_STMT_EXECUTE Response"): results one after the
/// other, the rows of each one after the other. Nothing is read ahead.
/// </summary>
internal sealed class ResultStream(ServerSession session, IReadOnlyList<ExecutionStep> steps)
{
    private int _step = -1;
    private int _resultOfStep;
    private bool _moreResults;
    private bool _hasRows;
    private bool _isPeeked;
    private ulong _affectedRows;
    private bool _hasAffectedRows;

    /// <summary>The columns of the current result; empty when there is none.</summary>
    public ResultColumn[] Columns { get; private set; } = [];

    /// <summary>The current row, once <see cref="ReadRowAsync"/> gave true.</summary>
    public RowLayout? Row { get; private set; }

    /// <summary>Whether the current result has rows that were not read yet, or its end was not.</summary>
    public bool IsInRows => _hasRows;

    public bool HasRow { get; private set; }

    /// <summary>Rows that the statements without a result changed; -1 when there was no such statement.</summary>
    public int AffectedRows => _hasAffectedRows ? checked((int)_affectedRows) : -1;

    /// <summary>The id that the last statement without a result gave to its first row; 0: none.</summary>
    public ulong LastInsertId { get; private set; }

    /// <summary>Goes to the next result that has columns, past the rest of the current one.</summary>
    /// <returns>false when there is none.</returns>
    public async ValueTask<bool> NextResultAsync(IOBehavior io)
    {
        while (await ReadRowAsync(io))
        {
        }

        Columns = [];
        Row = null;
        while (true)
        {
            if (!_moreResults)
            {
                if (_step + 1 >= steps.Count)
                    return false;
                await SendStepAsync(io);
            }

            if (await ReadHeaderAsync(io))
                return true;
        }
    }

    /// <summary>Goes to the next row of the result.</summary>
    public ValueTask<bool> ReadRowAsync(IOBehavior io)
    {
        HasRow = false;
        if (!_hasRows)
            return new ValueTask<bool>(false);
        if (_isPeeked)
        {
            _isPeeked = false;
            HasRow = true;
            return new ValueTask<bool>(true);
        }

        return session.TryReceive(out var payload) ? new ValueTask<bool>(HasRow = TakeRow(payload)) : WaitForRowAsync(io);
    }

    /// <summary>Whether a row will follow; the one that does is kept for <see cref="ReadRowAsync"/>.</summary>
    public bool PeekRow()
    {
        if (_hasRows && !_isPeeked)
        {
            var waiting = session.ReceiveAsync(IOBehavior.Synchronous);
            _isPeeked = TakeRow(waiting.GetAwaiter().GetResult());
        }

        return _isPeeked;
    }

    private async ValueTask<bool> WaitForRowAsync(IOBehavior io) => HasRow = TakeRow(await session.ReceiveAsync(io));

    private bool TakeRow(ReadOnlyMemory<byte> payload)
    {
        var span = payload.Span;
        if (EofPayload.EndsRows(span, session.Capabilities))
        {
            _hasRows = false;
            if (session.Capabilities.HasFlag(ServerCapabilities.DeprecateEof))
                session.TakeOk(span);
            else
                session.TakeStatus(EofPayload.Parse(span).Status);
            EndResult(-1);
            return false;
        }

        if (ErrPayload.Is(span))
            throw Refused(span);
        Row!.Load(payload);
        return true;
    }

    private async ValueTask SendStepAsync(IOBehavior io)
    {
        _step++;
        _resultOfStep = 0;
        var writer = session.Writer;
        writer.Clear();
        writer.Begin();
        try
        {
            steps[_step].Write(writer, session);
        }
        catch
        {
            // Nothing was sent; the steps after it must not run either.
            _step = steps.Count;
            throw;
        }

        writer.End();
        await session.SendAsync(io);
    }

    // true: columns and rows follow; false: the statement had no result, or the step is done.
    private async ValueTask<bool> ReadHeaderAsync(IOBehavior io)
    {
        var payload = await session.ReceiveAsync(io);
        switch (payload.Span)
        {
            case [OkPayload.Header, ..]:
                var ok = session.TakeOk(payload.Span);
                _affectedRows += ok.AffectedRows;
                _hasAffectedRows = true;
                LastInsertId = ok.LastInsertId;
                EndResult((int)Math.Min(ok.AffectedRows, int.MaxValue));
                return false;
            case [ErrPayload.Header, ..]:
                throw Refused(payload.Span);
            case [LocalInfilePayload.Header, ..]:
                throw new MySqlProtocolException("The server asks for a file of this machine, which it was never offered.");
        }

        var isBinary = steps[_step].IsBinary;
        var definitions = new ColumnDefinition41Payload[ColumnCountPayload.Parse(payload.Span)];
        var columns = new ResultColumn[definitions.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var definition = await session.ReceiveAsync(io);
            if (ErrPayload.Is(definition.Span))
                throw Refused(definition.Span);
            definitions[i] = ColumnDefinition41Payload.Parse(definition.Span);
            columns[i] = new ResultColumn(definitions[i], session.Settings.Values, isBinary);
        }

        if (!session.Capabilities.HasFlag(ServerCapabilities.DeprecateEof))
            EofPayload.Parse((await session.ReceiveAsync(io)).Span);
        Columns = columns;
        Row = new RowLayout(definitions, isBinary);
        _hasRows = true;
        _moreResults = false;
        return true;
    }

    private void EndResult(int affectedRows)
    {
        _moreResults = session.Status.HasFlag(ServerStatus.MoreResultsExist);
        steps[_step].OnResultEnded(_resultOfStep++, affectedRows);
    }

    // An error ends the whole step: the server runs none of the statements after it.
    private MySqlException Refused(ReadOnlySpan<byte> payload)
    {
        _hasRows = false;
        _isPeeked = false;
        _moreResults = false;
        _step = steps.Count;
        return ErrPayload.Parse(payload).ToException();
    }
}
