using System.Diagnostics.CodeAnalysis;
using System.Text;
using Domaeka.Storage.Rows;
using SQLitePCL;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// A prepared statement that is bound and read without ADO.NET: the chat log and the outbox use it, where looking up parameters by name
/// and boxing values would cost more than SQLite's own work. A parameter is always bound by the same overload. Used by one thread at a time.
/// </summary>
internal sealed class SqliteStatement : IRow, IDisposable
{
    /// <summary>Longer texts are not compared with the one before: they hardly ever repeat, and would be kept alive here.</summary>
    private const int MaxComparedLength = 64;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly string?[] _boundTexts;
    private readonly bool?[] _boundFlags;
    private byte[] _buffer = new byte[1024];

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteErrors.ThrowIfFailed(raw.sqlite3_prepare_v2(database, sql, out _statement), database);
        var parameters = raw.sqlite3_bind_parameter_count(_statement);
        _boundTexts = new string?[parameters + 1];
        _boundFlags = new bool?[parameters + 1];
    }

    /// <summary>Binds text, or NULL; half a surrogate pair becomes U+FFFD. SQLite copies the bytes.</summary>
    /// <remarks>A bound value stays until another is bound, so one that repeats from row to row is not bound again.</remarks>
    public void Bind(int index, string? text)
    {
        if (text is null)
        {
            _boundTexts[index] = null;
            Check(raw.sqlite3_bind_null(_statement, index));
            return;
        }

        if (text == _boundTexts[index])
            return;
        _boundTexts[index] = text.Length <= MaxComparedLength ? text : null;

        // An empty span has no address, which SQLite takes for NULL.
        if (text.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_statement, index, ""));
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _buffer.Length)
            _buffer = new byte[most];
        var length = Encoding.UTF8.GetBytes(text, _buffer);
        Check(raw.sqlite3_bind_text(_statement, index, _buffer.AsSpan(0, length)));
    }

    /// <summary>Binds 0 or 1.</summary>
    public void Bind(int index, bool flag)
    {
        if (flag == _boundFlags[index])
            return;
        _boundFlags[index] = flag;
        Check(raw.sqlite3_bind_int(_statement, index, flag ? 1 : 0));
    }

    /// <summary>Binds a whole number.</summary>
    public void Bind(int index, long number) => Check(raw.sqlite3_bind_int64(_statement, index, number));

    /// <summary>Binds a whole number, or NULL.</summary>
    public void Bind(int index, long? number)
    {
        if (number is { } known)
            Bind(index, known);
        else
            Check(raw.sqlite3_bind_null(_statement, index));
    }

    /// <summary>Binds text that is UTF-8 already, 1 byte or more. SQLite copies the bytes.</summary>
    public void BindUtf8(int index, ReadOnlySpan<byte> text) => Check(raw.sqlite3_bind_text(_statement, index, text));

    /// <summary>Binds a time as <see cref="StoredTime"/> writes it, or NULL.</summary>
    public void Bind(int index, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            Span<byte> text = stackalloc byte[StoredTime.Length];
            StoredTime.Write(known, text);
            Check(raw.sqlite3_bind_text(_statement, index, text));
        }
        else
        {
            Check(raw.sqlite3_bind_null(_statement, index));
        }
    }

    /// <summary>Runs a statement that returns no rows and makes it ready for the next time.</summary>
    public void Execute()
    {
        var stepped = raw.sqlite3_step(_statement);
        try
        {
            Check(stepped);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Runs a statement that returns one whole number.</summary>
    public long ExecuteInt64()
    {
        try
        {
            Check(raw.sqlite3_step(_statement));
            return raw.sqlite3_column_int64(_statement, 0);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Runs a statement that returns rows and makes it ready for the next time.</summary>
    /// <param name="map">Reads the row at hand by the column methods; must not run this statement again.</param>
    public List<T> List<T>(Func<SqliteStatement, T> map)
    {
        var rows = new List<T>();
        try
        {
            while (Step())
                rows.Add(map(this));
            return rows;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>Runs a statement that returns rows, as far as they are wanted, and makes it ready for the next time.</summary>
    /// <param name="visit">Looks at the row at hand; false when no further row is wanted. Must not run this statement again.</param>
    public void Visit(Func<SqliteStatement, bool> visit)
    {
        try
        {
            while (Step() && visit(this))
            {
            }
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>As <see cref="List"/>, for a statement of which only the first row matters.</summary>
    /// <returns>False when there is no row.</returns>
    public bool TryFirst<T>(Func<SqliteStatement, T> map, [MaybeNullWhen(false)] out T row)
    {
        try
        {
            var found = Step();
            row = found ? map(this) : default;
            return found;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>True when the column of the row at hand is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>A column of the row at hand as text; null for NULL.</summary>
    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>A text column of the row at hand as UTF-8, good until the next row; empty for NULL.</summary>
    public ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>A column of the row at hand as a whole number; 0 for NULL and for what is no number.</summary>
    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>As <see cref="Int64"/>, with null for NULL.</summary>
    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>A column of the row at hand as a time; null for NULL and for what is no time.</summary>
    public DateTimeOffset? Time(int column) => IsNull(column) ? null : StoredTime.Read(Utf8(column));

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var stepped = raw.sqlite3_step(_statement);
        Check(stepped);
        return stepped == raw.SQLITE_ROW;
    }

    private void Check(int resultCode) => SqliteErrors.ThrowIfFailed(resultCode, _database);
}
