using System.Collections;
using System.Data.Common;

namespace MySqlConnector;

/// <summary>The server refused a command, could not be reached, or the connection to it was lost.</summary>
public sealed class MySqlException : DbException
{
    private IDictionary? _data;

    internal MySqlException(string message, Exception? innerException = null)
        : this(MySqlErrorCode.None, null, message, innerException)
    {
    }

    internal MySqlException(MySqlErrorCode errorCode, string message, Exception? innerException = null)
        : this(errorCode, null, message, innerException)
    {
    }

    internal MySqlException(MySqlErrorCode errorCode, string? sqlState, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorCode = errorCode;
        SqlState = sqlState;
    }

    /// <summary>The number of <see cref="ErrorCode"/>: the server's, or a negative one for errors found on this side; 0 when there is none.</summary>
    public int Number => (int)ErrorCode;

    /// <summary>What kind of error it is. <see cref="MySqlErrorCode.None"/> when the connection broke in the middle of a command.</summary>
    public new MySqlErrorCode ErrorCode { get; }

    /// <summary>The SQLSTATE that the server sent, five characters; null when the error did not come from the server.</summary>
    public override string? SqlState { get; }

    /// <summary>
    /// Whether the same may succeed when it is tried again: too many connections, deadlock, lock wait time-out, no connection to the host.
    /// </summary>
    public override bool IsTransient => ErrorCode
        is MySqlErrorCode.ConnectionCountError
        or MySqlErrorCode.LockDeadlock
        or MySqlErrorCode.LockWaitTimeout
        or MySqlErrorCode.UnableToConnectToHost
        or MySqlErrorCode.XARBDeadlock;

    /// <summary>Number and state once more, for logs: the keys "Server Error Code" and "SqlState".</summary>
    public override IDictionary Data
    {
        get
        {
            if (_data is null)
            {
                _data = base.Data;
                _data["Server Error Code"] = Number;
                _data["SqlState"] = SqlState;
            }

            return _data;
        }
    }

    internal static MySqlException ForTimeout(Exception? innerException) => new(
        MySqlErrorCode.CommandTimeoutExpired,
        "The Command Timeout expired before the operation completed.",
        innerException);
}
