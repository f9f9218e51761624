using Microsoft.Extensions.Logging;

namespace Domaeka.Storage;

/// <summary>Every log message of this project. Event ids 3000 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Storage is SQLite {Version} at {Path}, synchronous {Synchronous}")]
    public static partial void StorageOpened(this ILogger logger, string version, string path, StorageSynchronous synchronous);

    [LoggerMessage(3001, LogLevel.Information, "Migration {Number:0000} {Name} is applied to {Path}")]
    public static partial void MigrationApplied(this ILogger logger, int number, string name, string path);

    [LoggerMessage(3002, LogLevel.Warning, "Table {Table} was rebuilt because {Reason}")]
    public static partial void TableRebuilt(this ILogger logger, string table, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "Table {Table} is kept as {KeptAs} because {Reason}")]
    public static partial void TableKept(this ILogger logger, string table, string keptAs, string reason);

    [LoggerMessage(3004, LogLevel.Critical, "The database cannot be used: {Problem}")]
    public static partial void MigrationFailed(this ILogger logger, string problem);

    [LoggerMessage(3005, LogLevel.Warning, "The database connection is opened anew after an error")]
    public static partial void ConnectionReopened(this ILogger logger, Exception exception);

    [LoggerMessage(3006, LogLevel.Warning, "kb_schedule_logs refused the row of schedule {ScheduleId}, message {MessageId}; the message itself is stored")]
    public static partial void ScheduleLogRefused(this ILogger logger, long scheduleId, string messageId);

    [LoggerMessage(3007, LogLevel.Warning, "kb_chat_logs refused the line of a message: Bot={Bot} Channel={Channel}; the message itself is stored")]
    public static partial void OwnLineRefused(this ILogger logger, string bot, string channel);

    [LoggerMessage(3008, LogLevel.Information, "Storage is {Product} {Version}, database {Database} on {Server}")]
    public static partial void ServerOpened(this ILogger logger, string product, string version, string database, string server);

    [LoggerMessage(3009, LogLevel.Warning, "Table {Table} was changed: {Reason}")]
    public static partial void TableChanged(this ILogger logger, string table, string reason);

    [LoggerMessage(3010, LogLevel.Warning, "The names in {Table} are not compared by their bytes: a rule of the table does not let their collation be changed")]
    public static partial void CollationKept(this ILogger logger, Exception exception, string table);

    [LoggerMessage(3011, LogLevel.Warning, "kb_schedule has no triggers of this server ({Reason}): its active rows are compared once a second instead. Grant TRIGGER on the database, and with binary logging set log_bin_trust_function_creators, to be rid of this")]
    public static partial void TriggersMissing(this ILogger logger, string reason);

    [LoggerMessage(3012, LogLevel.Warning, "The connection to the database broke and is opened anew")]
    public static partial void ConnectionLost(this ILogger logger, Exception exception);

    [LoggerMessage(3013, LogLevel.Warning, "A transaction made way for another and is tried again, try {Try}")]
    public static partial void TransactionRepeated(this ILogger logger, Exception exception, int @try);

    [LoggerMessage(3014, LogLevel.Warning, "The connection broke while a transaction was committed; it {Outcome}")]
    public static partial void CommitResolved(this ILogger logger, string outcome);

    [LoggerMessage(3015, LogLevel.Warning, "kb_schedule refused the new times of schedule {ScheduleId}; the message itself is stored")]
    public static partial void ScheduleRefused(this ILogger logger, long scheduleId);

    [LoggerMessage(3016, LogLevel.Warning, "A column of {Table} stays as it is, since a foreign key holds it: {Change}")]
    public static partial void ColumnKept(this ILogger logger, Exception exception, string table, string change);

    [LoggerMessage(3050, LogLevel.Warning, "Others than this account may read or change the key in {Path}; chmod 600 keeps it private")]
    public static partial void KeyIsOpenToOthers(this ILogger logger, string path);
}
