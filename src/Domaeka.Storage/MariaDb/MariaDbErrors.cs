using System.Net.Sockets;
using Domaeka.Core.Storage;
using MySqlConnector;

namespace Domaeka.Storage.MariaDb;

/// <summary>What the server's error numbers (mariadb.com/kb/en/mariadb-error-code-reference) mean to a caller of the stores.</summary>
internal static class MariaDbErrors
{
    private const int DuplicateKey = 1062;
    private const int LockWaitTimeout = 1205;
    private const int Deadlock = 1213;
    private const int Signal = 1644;
    private const int Interrupted = 1317;

    // Further ones that are about the data and not in the classes 22 and 23: a value that does not fit or is none (1048 to 1411), what a trigger or
    // a check refuses (1644, 4025, 3819), and a row that is too long for a packet or a page (1118, 1139, 1153, 1301).
    private static readonly HashSet<int> OfTheData =
        [1048, 1062, 1118, 1139, 1153, 1169, 1216, 1217, 1264, 1265, 1292, 1301, 1364, 1366, 1367, 1406, 1411, 1441, 1451, 1452, 1525, 1557, 1586, 1644, 1690, 1761, 3819, 4025];

    // A server that closes (1053, 1077, 1079), a connection that somebody ended (1317 alone is only the statement), or one that is gone for the
    // client (2000 and up).
    private static readonly HashSet<int> OfTheConnection = [1042, 1043, 1047, 1053, 1077, 1079, 1080, 1152, 1154, 1156, 1157, 1158, 1159, 1160, 1161, 1184, 1927, 2002, 2003, 2006, 2013, 2027, 2055];

    /// <summary>
    /// A constraint, a value that does not fit: rejected. Everything else (gone, locked, full, read-only, rights lost, a table that somebody
    /// dropped): unavailable, since it is the database that is not as it should be.
    /// </summary>
    public static Exception Translate(Exception exception) => exception is not MySqlException error
        ? new StorageUnavailableException($"The database cannot be reached. {exception.Message}", exception)
        : IsOfTheData(error)
            ? new StorageRejectedException($"The database refused the data. {error.Message}", error)
            : new StorageUnavailableException($"{Explain(error.Number)} {error.Message}", error);

    /// <summary>True for what the driver throws when the database, and not this program, is to blame.</summary>
    public static bool IsOfTheDatabase(Exception exception) => exception is MySqlException or IOException or SocketException or TimeoutException;

    /// <summary>The database refused what it was given; a later try would fail as well.</summary>
    public static bool IsOfTheData(MySqlException exception) =>
        OfTheData.Contains(exception.Number) || exception.SqlState is { Length: 5 } state && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));

    /// <summary>As <see cref="IsOfTheData"/>, but for what a trigger says: that is somebody's will and not a rule of the table.</summary>
    public static bool IsRuleOfTable(MySqlException exception) => exception.Number != Signal && IsOfTheData(exception);

    /// <summary>The transaction made way for another, and may be tried again as a whole.</summary>
    public static bool IsDeadlock(Exception exception) => exception is MySqlException { Number: Deadlock };

    /// <summary>The statement waited for another transaction in vain.</summary>
    public static bool IsLockTimeout(Exception exception) => exception is MySqlException { Number: LockWaitTimeout };

    /// <summary>A row with this key is there; it may have come since this transaction looked.</summary>
    public static bool IsDuplicate(Exception exception) => exception is MySqlException { Number: DuplicateKey };

    /// <summary>The connection is of no use any more.</summary>
    /// <remarks>Where the driver could not read an answer, there is no number, or what it met is inside.</remarks>
    public static bool IsOfTheConnection(Exception exception) =>
        exception is not MySqlException error || error.Number == 0 || OfTheConnection.Contains(error.Number) || error.InnerException is IOException or SocketException;

    /// <summary>True when the server itself has said that the statement failed.</summary>
    public static bool IsAnswer(Exception exception) => exception is MySqlException { Number: > 0 } && !IsOfTheConnection(exception);

    /// <summary>
    /// True when the server will not do what it was asked. Not when somebody ended the statement, which is how the end of the connection begins:
    /// whoever went on would do so on another connection, which Dapper opens by itself.
    /// </summary>
    public static bool IsRefusal(Exception exception) => IsAnswer(exception) && exception is MySqlException { Number: not Interrupted };

    private static string Explain(int number) => number switch
    {
        LockWaitTimeout or Deadlock => "The database is locked by another program.",
        1021 or 1114 or 1041 or 1037 or 1038 => "There is no space for the database.",
        1290 or 1836 or 1792 => "The database is read-only.",
        1044 or 1045 or 1142 or 1143 or 1227 or 1370 => "The database account lacks a right.",
        1040 or 1203 or 1226 => "The database server takes no more connections.",
        1146 or 1054 => "The database has lost a table or column.",
        _ => "The database cannot be used.",
    };
}
