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

    [LoggerMessage(3050, LogLevel.Warning, "Others than this account may read or change the key in {Path}; chmod 600 keeps it private")]
    public static partial void KeyIsOpenToOthers(this ILogger logger, string path);
}
