using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Values;
using MySqlConnector.Session;

namespace MySqlConnector;

/// <summary>
/// The results of a command, read row by row as they come. A value that a column's type does not have is an
/// <see cref="InvalidCastException"/>, NULL as well; a number that does not fit is an <see cref="OverflowException"/>.
/// </summary>
public sealed class MySqlDataReader : DbDataReader, IDbColumnSchemaGenerator
{
    private readonly CommandRequest _request;
    private readonly ServerSession _session;
    private readonly ResultStream _results;
    private bool _isClosed;
    private bool _hasReadRow;

    internal MySqlDataReader(CommandRequest request, ServerSession session, ResultStream results)
    {
        _request = request;
        _session = session;
        _results = results;
        CommandExecutor.NoteLastInsertId(request, results);
    }

    /// <summary>Always 0.</summary>
    public override int Depth => 0;

    /// <summary>Columns of the current result; 0 when there is none.</summary>
    public override int FieldCount => Columns.Length;

    /// <summary>Whether the current result has rows. Waits for the first, blocking, when that has not come yet.</summary>
    public override bool HasRows => !_isClosed && (_hasReadRow || _results.HasRow || PeekRow());

    /// <inheritdoc/>
    public override bool IsClosed => _isClosed;

    /// <summary>Rows that INSERT, UPDATE and DELETE changed so far; -1 when there was none of them.</summary>
    public override int RecordsAffected => _results.AffectedRows;

    /// <inheritdoc/>
    public override int VisibleFieldCount => FieldCount;

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    private ResultColumn[] Columns
    {
        get
        {
            if (_isClosed)
                throw new InvalidOperationException("Can't access a reader that is closed.");
            return _results.Columns;
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>false at the end of the result.</returns>
    public override bool Read() => ReadAsync(IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Goes to the next row.</summary>
    /// <param name="cancellationToken">Has the server stop the command, if the row has not come yet.</param>
    /// <returns>false at the end of the result.</returns>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var read = ReadAsync(IOBehavior.Asynchronous, cancellationToken);
        return read.IsCompletedSuccessfully ? Task.FromResult(read.Result) : read.AsTask();
    }

    /// <summary>Goes to the next result that has columns.</summary>
    /// <returns>false when there is none.</returns>
    public override bool NextResult() => NextResultAsync(IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Goes to the next result that has columns.</summary>
    /// <param name="cancellationToken">Has the server stop the command, if the result has not come yet.</param>
    /// <returns>false when there is none.</returns>
    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) =>
        NextResultAsync(IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Closes the reader: reads what is left of the answer, so that the connection can take another command.</summary>
    public override void Close() => CloseAsync(IOBehavior.Synchronous).GetAwaiter().GetResult();

    /// <summary>Closes the reader: reads what is left of the answer, so that the connection can take another command.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public override Task CloseAsync() => CloseAsync(IOBehavior.Asynchronous).AsTask();

    /// <summary>Closes the reader.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public override ValueTask DisposeAsync() => CloseAsync(IOBehavior.Asynchronous);

    /// <inheritdoc/>
    public override string GetName(int ordinal) => Columns[ordinal].Name;

    /// <summary>Place of the column of a name, without regard to upper and lower case when none matches exactly.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The place of the first such column, from 0.</returns>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    public override int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var columns = Columns;
        var index = Array.FindIndex(columns, column => column.Name == name);
        if (index < 0)
            index = Array.FindIndex(columns, column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new IndexOutOfRangeException($"The column name '{name}' does not exist in the result set.");
    }

    /// <summary>The column's type in the server's terms, such as VARCHAR or BIGINT.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The name.</returns>
    public override string GetDataTypeName(int ordinal) => Columns[ordinal].TypeName;

    /// <summary>Type of what <see cref="GetValue"/> gives for the column.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The type.</returns>
    public override Type GetFieldType(int ordinal) => Columns[ordinal].Reader.ClrType;

    /// <summary>The value of a column; <see cref="DBNull"/> for NULL.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value.</returns>
    public override object GetValue(int ordinal)
    {
        var row = CurrentRow();
        return row.IsNull(ordinal) ? DBNull.Value : _results.Columns[ordinal].Reader.ReadObject(row[ordinal]);
    }

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => CurrentRow().IsNull(ordinal);

    /// <inheritdoc/>
    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) => Task.FromResult(IsDBNull(ordinal));

    /// <summary>The value of a column in a given type.</summary>
    /// <typeparam name="T">The type; DateOnly, TimeOnly, DateTimeOffset, Stream and TextReader, too.</typeparam>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value.</returns>
    public override T GetFieldValue<T>(int ordinal) => FieldValues.Get<T>(this, ordinal);

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => Reader(ordinal, out var data).ReadBoolean(data);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => checked((byte)Reader(ordinal, out var data).ReadInt64(data));

    /// <summary>The value of an integer or DECIMAL column.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value.</returns>
    public sbyte GetSByte(int ordinal) => checked((sbyte)Reader(ordinal, out var data).ReadInt64(data));

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => checked((short)Reader(ordinal, out var data).ReadInt64(data));

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => checked((int)Reader(ordinal, out var data).ReadInt64(data));

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => Reader(ordinal, out var data).ReadInt64(data);

    /// <summary>The value of an integer or DECIMAL column.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value.</returns>
    public ushort GetUInt16(int ordinal) => checked((ushort)Reader(ordinal, out var data).ReadUInt64(data));

    /// <summary>The value of an integer or DECIMAL column.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value.</returns>
    public uint GetUInt32(int ordinal) => checked((uint)Reader(ordinal, out var data).ReadUInt64(data));

    /// <summary>The value of an integer, BIT or DECIMAL column.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value.</returns>
    public ulong GetUInt64(int ordinal) => Reader(ordinal, out var data).ReadUInt64(data);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => Reader(ordinal, out var data).ReadSingle(data);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => Reader(ordinal, out var data).ReadDouble(data);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => Reader(ordinal, out var data).ReadDecimal(data);

    /// <inheritdoc/>
    public override DateTime GetDateTime(int ordinal) => Reader(ordinal, out var data).ReadDateTime(data);

    /// <summary>The value of a DATE, DATETIME or TIMESTAMP column, taken for UTC.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value, its offset 0.</returns>
    public DateTimeOffset GetDateTimeOffset(int ordinal) => new(DateTime.SpecifyKind(GetDateTime(ordinal), DateTimeKind.Utc));

    /// <summary>The value of a DATE, DATETIME or TIMESTAMP column, which may be 0000-00-00.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value.</returns>
    public MySqlDateTime GetMySqlDateTime(int ordinal) => Reader(ordinal, out var data).ReadMySqlDateTime(data);

    /// <summary>The value of a TIME column.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>The value, up to 838 hours in either direction.</returns>
    public TimeSpan GetTimeSpan(int ordinal) => Reader(ordinal, out var data).ReadTimeSpan(data);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => Reader(ordinal, out var data).ReadGuid(data);

    /// <inheritdoc/>
    public override string GetString(int ordinal) => Reader(ordinal, out var data).ReadString(data);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => GetString(ordinal) is [var first, ..] ? first : throw new InvalidCastException("The text is empty.");

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        FieldValues.CopyBytes(Bytes(ordinal).Span, dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        FieldValues.CopyChars(GetString(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <summary>The bytes of a character or binary column.</summary>
    /// <param name="ordinal">Place of the column, from 0.</param>
    /// <returns>A stream over a copy of them.</returns>
    public override Stream GetStream(int ordinal) => new MemoryStream(Bytes(ordinal).ToArray(), writable: false);

    /// <inheritdoc/>
    public override TextReader GetTextReader(int ordinal) => new StringReader(GetString(ordinal));

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc cref="GetBoolean(int)"/>
    public bool GetBoolean(string name) => GetBoolean(GetOrdinal(name));

    /// <inheritdoc cref="GetByte(int)"/>
    public byte GetByte(string name) => GetByte(GetOrdinal(name));

    /// <inheritdoc cref="GetSByte(int)"/>
    public sbyte GetSByte(string name) => GetSByte(GetOrdinal(name));

    /// <inheritdoc cref="GetChar(int)"/>
    public char GetChar(string name) => GetChar(GetOrdinal(name));

    /// <inheritdoc cref="GetInt16(int)"/>
    public short GetInt16(string name) => GetInt16(GetOrdinal(name));

    /// <inheritdoc cref="GetInt32(int)"/>
    public int GetInt32(string name) => GetInt32(GetOrdinal(name));

    /// <inheritdoc cref="GetInt64(int)"/>
    public long GetInt64(string name) => GetInt64(GetOrdinal(name));

    /// <inheritdoc cref="GetUInt16(int)"/>
    public ushort GetUInt16(string name) => GetUInt16(GetOrdinal(name));

    /// <inheritdoc cref="GetUInt32(int)"/>
    public uint GetUInt32(string name) => GetUInt32(GetOrdinal(name));

    /// <inheritdoc cref="GetUInt64(int)"/>
    public ulong GetUInt64(string name) => GetUInt64(GetOrdinal(name));

    /// <inheritdoc cref="GetFloat(int)"/>
    public float GetFloat(string name) => GetFloat(GetOrdinal(name));

    /// <inheritdoc cref="GetDouble(int)"/>
    public double GetDouble(string name) => GetDouble(GetOrdinal(name));

    /// <inheritdoc cref="GetDecimal(int)"/>
    public decimal GetDecimal(string name) => GetDecimal(GetOrdinal(name));

    /// <inheritdoc cref="GetDateTime(int)"/>
    public DateTime GetDateTime(string name) => GetDateTime(GetOrdinal(name));

    /// <inheritdoc cref="GetDateTimeOffset(int)"/>
    public DateTimeOffset GetDateTimeOffset(string name) => GetDateTimeOffset(GetOrdinal(name));

    /// <inheritdoc cref="GetMySqlDateTime(int)"/>
    public MySqlDateTime GetMySqlDateTime(string name) => GetMySqlDateTime(GetOrdinal(name));

    /// <inheritdoc cref="GetTimeSpan(int)"/>
    public TimeSpan GetTimeSpan(string name) => GetTimeSpan(GetOrdinal(name));

    /// <inheritdoc cref="GetGuid(int)"/>
    public Guid GetGuid(string name) => GetGuid(GetOrdinal(name));

    /// <inheritdoc cref="GetString(int)"/>
    public string GetString(string name) => GetString(GetOrdinal(name));

    /// <inheritdoc cref="GetStream(int)"/>
    public Stream GetStream(string name) => GetStream(GetOrdinal(name));

    /// <inheritdoc cref="GetTextReader(int)"/>
    public TextReader GetTextReader(string name) => GetTextReader(GetOrdinal(name));

    /// <inheritdoc cref="GetFieldType(int)"/>
    public Type GetFieldType(string name) => GetFieldType(GetOrdinal(name));

    /// <summary>What is known of the columns of the current result.</summary>
    /// <returns>One for each column.</returns>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() =>
        new([.. Columns.Select((column, index) => new MySqlDbColumn(index, column))]);

    /// <summary>What is known of the columns of the current result, as a table.</summary>
    /// <returns>One row for each column; null when there is no result.</returns>
    public override DataTable? GetSchemaTable() => FieldCount == 0 ? null : SchemaTable.Create(GetColumnSchema());

    internal async ValueTask CloseAsync(IOBehavior io)
    {
        if (_isClosed)
            return;
        _session.Guard.Continue();
        try
        {
            while (!_session.IsFailed && await _results.NextResultAsync(io))
            {
            }
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.QueryInterrupted)
        {
            // Whoever closes the reader does not wait for the rest.
        }
        catch (Exception exception)
        {
            var translated = SessionCommand.Translate(_session, exception, default);
            // Of a lost connection whoever used it has heard or will hear.
            if (!_session.IsFailed)
            {
                if (translated == exception)
                    throw;
                throw translated;
            }
        }
        finally
        {
            _isClosed = true;
            CommandExecutor.NoteLastInsertId(_request, _results);
            await CommandExecutor.EndAsync(_request, _session, io);
            if (_request.Behavior.HasFlag(CommandBehavior.CloseConnection))
            {
                if (io == IOBehavior.Asynchronous)
                    await _request.Connection.CloseAsync();
                else
                    _request.Connection.Close();
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
    }

    private ReadOnlyMemory<byte> Bytes(int ordinal)
    {
        var reader = Reader(ordinal, out _);
        return reader.HoldsBytes
            ? _results.Row!.Memory(ordinal)
            : throw new InvalidCastException($"A column of {reader.ClrType.Name} cannot be read as bytes.");
    }

    private ColumnReader Reader(int ordinal, out ReadOnlySpan<byte> data)
    {
        var row = CurrentRow();
        if (row.IsNull(ordinal))
            ThrowNull(ordinal);
        data = row[ordinal];
        return _results.Columns[ordinal].Reader;
    }

    private RowLayout CurrentRow()
    {
        if (_isClosed || !_results.HasRow)
            throw new InvalidOperationException(_isClosed ? "Can't access a reader that is closed." : "Read must be called first.");
        return _results.Row!;
    }

    [DoesNotReturn]
    private void ThrowNull(int ordinal) => throw new InvalidCastException($"The column '{Columns[ordinal].Name}' is NULL.");

    private ValueTask<bool> ReadAsync(IOBehavior io, CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw new InvalidOperationException("Can't call Read when this reader is closed.");
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<bool>(cancellationToken);
        _session.Guard.Continue();
        ValueTask<bool> read;
        try
        {
            read = _results.ReadRowAsync(io);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException<bool>(SessionCommand.Translate(_session, exception, cancellationToken));
        }

        if (!read.IsCompletedSuccessfully)
            return WaitForRowAsync(read, cancellationToken);
        _hasReadRow |= _results.HasRow;
        return read;
    }

    private async ValueTask<bool> WaitForRowAsync(ValueTask<bool> read, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = CommandExecutor.Watch(_session, cancellationToken);
            var hasRow = await read;
            _hasReadRow |= hasRow;
            return hasRow;
        }
        catch (Exception exception)
        {
            throw SessionCommand.Translate(_session, exception, cancellationToken);
        }
    }

    private async ValueTask<bool> NextResultAsync(IOBehavior io, CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw new InvalidOperationException("Can't call NextResult when this reader is closed.");
        cancellationToken.ThrowIfCancellationRequested();
        _session.Guard.Continue();
        try
        {
            using var registration = CommandExecutor.Watch(_session, cancellationToken);
            _hasReadRow = false;
            return await _results.NextResultAsync(io);
        }
        catch (Exception exception)
        {
            throw SessionCommand.Translate(_session, exception, cancellationToken);
        }
        finally
        {
            CommandExecutor.NoteLastInsertId(_request, _results);
        }
    }

    private bool PeekRow()
    {
        try
        {
            return _results.PeekRow();
        }
        catch (Exception exception)
        {
            throw SessionCommand.Translate(_session, exception, default);
        }
    }
}
