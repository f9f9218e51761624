using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Leases;
using Domaeka.Core.Scheduling;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core;

/// <summary>Core's log events: 1000 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Device registered: Bot={Bot} DeviceId={DeviceId} Status={Status}")]
    public static partial void DeviceRegistered(ILogger logger, string bot, string deviceId, ApprovalStatus status);

    [LoggerMessage(1001, LogLevel.Warning, "Device refused, {Limit} already wait for approval: Bot={Bot} DeviceId={DeviceId}")]
    public static partial void TooManyPendingDevices(ILogger logger, string bot, string deviceId, int limit);

    [LoggerMessage(1002, LogLevel.Warning, "Signed deviceUUID is not the one this device is bound to, line treated as unsigned: Bot={Bot} DeviceId={DeviceId}")]
    public static partial void DeviceUuidMismatch(ILogger logger, string bot, string deviceId);

    [LoggerMessage(1003, LogLevel.Error, "Device row could not be written: Bot={Bot} DeviceId={DeviceId}")]
    public static partial void DeviceUpdateFailed(ILogger logger, Exception exception, string bot, string deviceId);

    [LoggerMessage(1010, LogLevel.Information, "Room registered: Bot={Bot} Channel={Channel} Status={Status}")]
    public static partial void RoomRegistered(ILogger logger, string bot, string channel, ApprovalStatus status);

    [LoggerMessage(1011, LogLevel.Warning, "Room not taken in, {Limit} of this bot already wait for approval: Bot={Bot} Channel={Channel}")]
    public static partial void TooManyPendingRooms(ILogger logger, string bot, string channel, int limit);

    [LoggerMessage(1012, LogLevel.Warning, "Room not taken in, channel id too long or name empty: Bot={Bot} ChannelLength={ChannelLength} NameLength={NameLength}")]
    public static partial void RoomInvalid(ILogger logger, string bot, int channelLength, int nameLength);

    [LoggerMessage(1013, LogLevel.Error, "Room row could not be written: Bot={Bot} Channel={Channel}")]
    public static partial void RoomUpdateFailed(ILogger logger, Exception exception, string bot, string channel);

    [LoggerMessage(1020, LogLevel.Error, "Devices and rooms cannot be re-read; the last known approvals stay, new ones wait")]
    public static partial void RefreshFailed(ILogger logger, Exception exception);

    [LoggerMessage(1021, LogLevel.Error, "An approval observer failed: Observer={Observer}")]
    public static partial void ObserverFailed(ILogger logger, Exception exception, string observer);

    [LoggerMessage(1100, LogLevel.Information, "Connection live: Bot={Bot} DeviceId={DeviceId} ConnectionId={ConnectionId} Replaced={Replaced}")]
    public static partial void ConnectionLive(ILogger logger, string bot, string deviceId, string connectionId, string? replaced);

    [LoggerMessage(1101, LogLevel.Information, "Device status changed: Bot={Bot} DeviceId={DeviceId} ConnectionId={ConnectionId} Before={Before} After={After}")]
    public static partial void DeviceStatusChanged(ILogger logger, string bot, string deviceId, string connectionId, ApprovalStatus before, ApprovalStatus? after);

    [LoggerMessage(1102, LogLevel.Information, "Draining {Count} connections, reconnect after {ReconnectAfter}")]
    public static partial void Draining(ILogger logger, int count, TimeSpan reconnectAfter);

    [LoggerMessage(1103, LogLevel.Error, "A connection observer failed: Observer={Observer}")]
    public static partial void ConnectionObserverFailed(ILogger logger, Exception exception, string observer);

    [LoggerMessage(1200, LogLevel.Error, "Chat log cannot be written, {Entries} entries wait; trying again in {Delay}")]
    public static partial void ChatLogUnavailable(ILogger logger, Exception exception, int entries, TimeSpan delay);

    [LoggerMessage(1201, LogLevel.Information, "Chat log is written again")]
    public static partial void ChatLogRecovered(ILogger logger);

    [LoggerMessage(1202, LogLevel.Error, "Chat log entry refused by the database, its line gets no answer: Bot={Bot} Channel={Channel} LogId={LogId}")]
    public static partial void ChatLogRejected(ILogger logger, Exception exception, string bot, string channel, string? logId);

    [LoggerMessage(1203, LogLevel.Critical, "Stopping with {Entries} chat log entries that could not be written")]
    public static partial void ChatLogAbandoned(ILogger logger, int entries);

    [LoggerMessage(1210, LogLevel.Debug, "Duplicate dropped: Bot={Bot} DeviceId={DeviceId} ConnectionId={ConnectionId} Channel={Channel} LogId={LogId}")]
    public static partial void DuplicateDropped(ILogger logger, string bot, string deviceId, string connectionId, string channel, string? logId);

    [LoggerMessage(1300, LogLevel.Warning, "Command timed out after {Timeout}: Command={Command} Bot={Bot} DeviceId={DeviceId} Channel={Channel} LogId={LogId}")]
    public static partial void CommandTimedOut(ILogger logger, TimeSpan timeout, string command, string bot, string deviceId, string channel, string? logId);

    [LoggerMessage(1301, LogLevel.Error, "Command failed: Command={Command} Bot={Bot} DeviceId={DeviceId} Channel={Channel} LogId={LogId}")]
    public static partial void CommandFailed(ILogger logger, Exception exception, string command, string bot, string deviceId, string channel, string? logId);

    [LoggerMessage(1302, LogLevel.Warning, "Command failed after its time-out: Command={Command}")]
    public static partial void CommandFailedLate(ILogger logger, Exception exception, string command);

    [LoggerMessage(1303, LogLevel.Information, "Command has ended long behind its time-out, after {Elapsed}: Command={Command}")]
    public static partial void StuckRunEnded(ILogger logger, string command, TimeSpan elapsed);

    [LoggerMessage(1304, LogLevel.Error, "{Runs} runs of a command hang behind their time-out, further calls of it are turned away: Command={Command}")]
    public static partial void TooManyStuckRuns(ILogger logger, string command, int runs);

    [LoggerMessage(1305, LogLevel.Debug, "Command turned away, too many runs of it have failed or hang: Command={Command} Bot={Bot} Channel={Channel}")]
    public static partial void CommandTurnedAway(ILogger logger, string command, string bot, string channel);

    [LoggerMessage(1306, LogLevel.Error, "Circuit opened, calls are turned away for {Break}: Command={Command}")]
    public static partial void CircuitOpened(ILogger logger, Exception? exception, string command, TimeSpan @break);

    [LoggerMessage(1307, LogLevel.Information, "Circuit closed, calls go through again: Command={Command}")]
    public static partial void CircuitClosed(ILogger logger, string command);

    [LoggerMessage(1310, LogLevel.Warning, "Reply dropped, {Reason}: Command={Command} Bot={Bot} DeviceId={DeviceId} Channel={Channel} LogId={LogId}")]
    public static partial void ReplyDropped(ILogger logger, string reason, string command, string bot, string deviceId, string channel, string? logId);

    [LoggerMessage(1320, LogLevel.Error, "Lane work failed outside its own error handling: Bot={Bot} Channel={Channel}")]
    public static partial void LaneWorkFailed(ILogger logger, Exception exception, string bot, string channel);

    [LoggerMessage(1014, LogLevel.Warning, "Which phones sit in which rooms could not be stored, {Rows} rows wait")]
    public static partial void PresenceNotSaved(ILogger logger, Exception exception, int rows);

    [LoggerMessage(1015, LogLevel.Warning, "What other processes know of phones and rooms could not be read")]
    public static partial void PresenceNotRead(ILogger logger, Exception exception);

    [LoggerMessage(1400, LogLevel.Debug, "Message accepted: MessageId={MessageId} Bot={Bot} Channel={Channel} Parts={Parts} State={State}")]
    public static partial void MessageAccepted(ILogger logger, string messageId, string bot, string channel, int parts, Delivery.DeliveryState state);

    [LoggerMessage(1401, LogLevel.Debug, "Message written: MessageId={MessageId} Part={Part} Bot={Bot} DeviceId={DeviceId} Channel={Channel}")]
    public static partial void PartWritten(ILogger logger, string messageId, int part, string bot, string? deviceId, string channel);

    [LoggerMessage(1402, LogLevel.Warning, "Message uncertain, {Reason}: MessageId={MessageId} Part={Part} Bot={Bot} DeviceId={DeviceId} Channel={Channel} WillRedeliver={WillRedeliver}")]
    public static partial void PartUncertain(ILogger logger, string messageId, int part, string bot, string? deviceId, string channel, Delivery.DeliveryReason reason, bool willRedeliver);

    [LoggerMessage(1403, LogLevel.Warning, "Message failed, {Reason}: MessageId={MessageId} Part={Part} Bot={Bot} DeviceId={DeviceId} Channel={Channel}")]
    public static partial void MessageFailed(ILogger logger, string messageId, int part, string bot, string? deviceId, string channel, Delivery.DeliveryReason reason);

    [LoggerMessage(1404, LogLevel.Error, "Message not sent, its attempt could not be recorded, {Outcome}: MessageId={MessageId}")]
    public static partial void ClaimLost(ILogger logger, Exception? exception, string messageId, Outbox.OutboxWriteOutcome outcome);

    [LoggerMessage(1406, LogLevel.Information, "Messages taken up from before the start: {Count}, of which {Uncertain} were being sent")]
    public static partial void OutboxRestored(ILogger logger, int count, int uncertain);

    [LoggerMessage(1407, LogLevel.Warning, "Contents of messages cannot be read, trying again in {Delay}")]
    public static partial void ContentUnreadable(ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(1410, LogLevel.Error, "Outbox cannot be written, {Writes} changes wait; trying again in {Delay}")]
    public static partial void OutboxUnavailable(ILogger logger, int writes, TimeSpan delay);

    [LoggerMessage(1411, LogLevel.Information, "Outbox is written again")]
    public static partial void OutboxRecovered(ILogger logger);

    [LoggerMessage(1412, LogLevel.Warning, "Outbox refused one of {Writes} changes, making them one by one")]
    public static partial void OutboxBatchRejected(ILogger logger, Exception exception, int writes);

    [LoggerMessage(1413, LogLevel.Critical, "Outbox refused a change: {Write}")]
    public static partial void OutboxWriteRejected(ILogger logger, Exception exception, string write);

    [LoggerMessage(1414, LogLevel.Critical, "Stopping with {Writes} changes of the outbox that could not be stored; their messages will be uncertain")]
    public static partial void OutboxAbandoned(ILogger logger, int writes);

    [LoggerMessage(1415, LogLevel.Error, "A change of the outbox is stored, but what follows it failed: {Write}")]
    public static partial void OutboxCallbackFailed(ILogger logger, Exception exception, string write);

    [LoggerMessage(1600, LogLevel.Warning, "Events of phones, devices and rooms cannot be written, {Events} wait; trying again in {Delay}")]
    public static partial void EventsUnavailable(ILogger logger, Exception exception, int events, TimeSpan delay);

    [LoggerMessage(1601, LogLevel.Warning, "Events of phones, devices and rooms were dropped, too many waited: {Events}")]
    public static partial void EventsDropped(ILogger logger, int events);

    [LoggerMessage(1602, LogLevel.Error, "Event refused by the database and dropped: Kind={Kind} Bot={Bot}")]
    public static partial void EventRejected(ILogger logger, Exception exception, Events.ServerEventKind kind, string bot);

    [LoggerMessage(1603, LogLevel.Warning, "Stopping with {Events} events of phones, devices and rooms that could not be written")]
    public static partial void EventsAbandoned(ILogger logger, int events);

    [LoggerMessage(1416, LogLevel.Warning, "The lease is lost: {Writes} changes of the outbox are left to the process that goes on")]
    public static partial void OutboxLeaseLost(ILogger logger, int writes);

    [LoggerMessage(1420, LogLevel.Debug, "Lane handed over to instance {Instance}, which has the phone: Bot={Bot} Channel={Channel}")]
    public static partial void LaneHandedOver(ILogger logger, string bot, string channel, long instance);

    [LoggerMessage(1421, LogLevel.Error, "A lane could not be read, it is tried again: Bot={Bot} Channel={Channel}")]
    public static partial void LaneNotRead(ILogger logger, Exception exception, string bot, string channel);

    [LoggerMessage(1422, LogLevel.Warning, "A wish of instance {Instance} to take a message back is not answered: MessageId={MessageId}")]
    public static partial void CancelUnanswered(ILogger logger, Exception exception, string? messageId, long instance);

    [LoggerMessage(1510, LogLevel.Information, "Lease taken: Instance={Instance} Process={Process} Others={Others}")]
    public static partial void LeaseTaken(ILogger logger, long instance, string process, int others);

    [LoggerMessage(1511, LogLevel.Error, "Lease could not be renewed: Instance={Instance}")]
    public static partial void LeaseNotRenewed(ILogger logger, Exception exception, long instance);

    [LoggerMessage(1512, LogLevel.Error, "Lease lost, another process goes on with what this one had: Instance={Instance}")]
    public static partial void LeaseLost(ILogger logger, long instance);

    [LoggerMessage(1513, LogLevel.Critical, "Another process of the name {Process} has started (instance {Successor}); this one stops. Each process needs a name of its own")]
    public static partial void ProcessReplaced(ILogger logger, string process, long successor);

    [LoggerMessage(1514, LogLevel.Warning, "Taken over from processes that ended or went silent: Lanes={Lanes}")]
    public static partial void LanesTakenOver(ILogger logger, int lanes);

    [LoggerMessage(1515, LogLevel.Warning, "Lease could not be given back, it runs out by itself: Instance={Instance}")]
    public static partial void LeaseNotEnded(ILogger logger, Exception exception, long instance);

    [LoggerMessage(1516, LogLevel.Error, "Phones of other processes cannot be followed, tried again")]
    public static partial void PhonesNotFollowed(ILogger logger, Exception exception);

    [LoggerMessage(1517, LogLevel.Information, "Phone has moved to instance {Instance}, its connection here is closed: Bot={Bot} DeviceId={DeviceId} ConnectionId={ConnectionId}")]
    public static partial void PhoneMoved(ILogger logger, string bot, string deviceId, string connectionId, long instance);

    [LoggerMessage(1523, LogLevel.Warning, "Phone stays here: instance {Instance} has let it in upon a line that is older than what was heard here, or recorded. Bot={Bot} DeviceId={DeviceId} ConnectionId={ConnectionId}")]
    public static partial void PhoneStays(ILogger logger, string bot, string deviceId, string connectionId, long instance);

    [LoggerMessage(1518, LogLevel.Error, "Mail of other processes cannot be read, tried again")]
    public static partial void MailNotRead(ILogger logger, Exception exception);

    [LoggerMessage(1519, LogLevel.Warning, "Mail dropped, nobody knows its kind: MailId={MailId} Kind={Kind} From={From}")]
    public static partial void MailUnknown(ILogger logger, long mailId, Leases.MailKind kind, long from);

    [LoggerMessage(1520, LogLevel.Error, "Mail dropped, dealing with it failed: MailId={MailId} Kind={Kind} From={From}")]
    public static partial void MailFailed(ILogger logger, Exception exception, long mailId, Leases.MailKind kind, long from);

    [LoggerMessage(1521, LogLevel.Information, "Draining, as instance {Instance} ({Process}) asks")]
    public static partial void DrainAskedFor(ILogger logger, long instance, string? process);

    [LoggerMessage(1522, LogLevel.Error, "Draining failed")]
    public static partial void DrainFailed(ILogger logger, Exception exception);

    [LoggerMessage(1500, LogLevel.Warning, "Process heartbeat could not be written: Process={Process}")]
    public static partial void HeartbeatFailed(ILogger logger, Exception exception, string process);

    [LoggerMessage(1501, LogLevel.Warning, "Process has crashed: Process={Process} Pid={Pid} LastHeartbeat={LastHeartbeat}")]
    public static partial void ProcessCrashed(ILogger logger, string process, int pid, DateTimeOffset lastHeartbeat);

    [LoggerMessage(1502, LogLevel.Warning, "The number of phones cannot be reported, it is tried again: Process={Process}")]
    public static partial void LoadNotReported(ILogger logger, Exception exception, string process);

    [LoggerMessage(1503, LogLevel.Warning, "Phones are let in by the numbers that were read last")]
    public static partial void AdmissionByOldNumbers(ILogger logger, Exception exception);

    [LoggerMessage(1504, LogLevel.Warning, "kb_bot_server_mapping cannot be written, it is tried again: Bots={Bots}")]
    public static partial void BotMappingNotWritten(ILogger logger, Exception exception, int bots);

    [LoggerMessage(1505, LogLevel.Warning, "kb_bot_server_mapping refused bots, which are left out: Bots={Bots}")]
    public static partial void BotMappingRefused(ILogger logger, Exception exception, int bots);

    [LoggerMessage(1620, LogLevel.Information, "Purged what is no longer kept: What={What} Count={Count}")]
    public static partial void Purged(ILogger logger, string what, long count);

    [LoggerMessage(1621, LogLevel.Error, "Purge failed, tried again in {Interval}: What={What} CountSoFar={Count}")]
    public static partial void PurgeFailed(ILogger logger, Exception exception, TimeSpan interval, string what, long count);

    [LoggerMessage(1700, LogLevel.Information, "Schedules loaded: Active={Active}")]
    public static partial void SchedulesLoaded(ILogger logger, int active);

    [LoggerMessage(1701, LogLevel.Error, "Schedules cannot be followed; the known ones go on, changes wait")]
    public static partial void SchedulesNotFollowed(ILogger logger, Exception exception);

    [LoggerMessage(1702, LogLevel.Information, "Schedules are followed again")]
    public static partial void SchedulesFollowedAgain(ILogger logger);

    [LoggerMessage(1703, LogLevel.Error, "Due schedules cannot be read, they are tried again: Count={Count}")]
    public static partial void SchedulesUnreadable(ILogger logger, Exception exception, int count);

    [LoggerMessage(1704, LogLevel.Error, "Schedule run failed: ScheduleId={ScheduleId} DueAt={DueAt}")]
    public static partial void ScheduleRunFailed(ILogger logger, Exception exception, long scheduleId, DateTimeOffset dueAt);

    [LoggerMessage(1705, LogLevel.Warning, "Schedule not sent: ScheduleId={ScheduleId} DueAt={DueAt} Reason={Reason} Detail={Detail}")]
    public static partial void ScheduleSkipped(ILogger logger, long scheduleId, DateTimeOffset dueAt, ScheduleSkipReason reason, string detail);

    [LoggerMessage(1706, LogLevel.Error, "Schedules that are not sent could not be recorded, they are tried again: Count={Count}")]
    public static partial void SkipsNotRecorded(ILogger logger, Exception exception, int count);

    [LoggerMessage(1707, LogLevel.Warning, "Schedule taken out of service: ScheduleId={ScheduleId} Problem={Problem}")]
    public static partial void ScheduleInError(ILogger logger, long scheduleId, string problem);

    [LoggerMessage(1708, LogLevel.Warning, "The clock was set back, schedules are read again: Before={Before} After={After}")]
    public static partial void ClockSetBack(ILogger logger, DateTimeOffset before, DateTimeOffset after);

    [LoggerMessage(1709, LogLevel.Debug, "A changed schedule is read again a little later: ScheduleId={ScheduleId}")]
    public static partial void ScheduleRefreshFailed(ILogger logger, Exception exception, long scheduleId);

    [LoggerMessage(1800, LogLevel.Warning, "Address blocked: Address={Address} Until={Until} PhonesThere={PhonesThere} ({Reason}). Where phones were verified lately a few connections are still let in")]
    public static partial void AddressBlocked(ILogger logger, string address, DateTimeOffset until, bool phonesThere, string reason);

    [LoggerMessage(1801, LogLevel.Information, "Address blocked by an administrator: Address={Address} Until={Until}")]
    public static partial void AddressBlockedByHand(ILogger logger, string address, DateTimeOffset until);

    [LoggerMessage(1802, LogLevel.Information, "Block lifted: Address={Address}")]
    public static partial void AddressBlockLifted(ILogger logger, string address);

    [LoggerMessage(1803, LogLevel.Information, "Blocks of other processes taken over: Count={Count}")]
    public static partial void AddressBlocksLearned(ILogger logger, int count);

    [LoggerMessage(1804, LogLevel.Warning, "Blocked addresses can neither be written nor read; those in memory go on, it is tried again")]
    public static partial void AddressBlocksNotFollowed(ILogger logger, Exception exception);

    [LoggerMessage(1820, LogLevel.Warning, "Rows of pings cannot be written, {Waiting} more wait; trying again in {Delay}")]
    public static partial void PingRowsUnavailable(ILogger logger, Exception exception, int waiting, TimeSpan delay);

    [LoggerMessage(1821, LogLevel.Information, "Rows of pings are written again")]
    public static partial void PingRowsRecovered(ILogger logger);

    [LoggerMessage(1822, LogLevel.Warning, "Rows of pings were dropped, too many waited: {Rows}")]
    public static partial void PingRowsDropped(ILogger logger, long rows);

    [LoggerMessage(1823, LogLevel.Warning, "kb_ping_monitor refused a row of a ping, which is dropped")]
    public static partial void PingRowRefused(ILogger logger, Exception exception);

    [LoggerMessage(1824, LogLevel.Warning, "kb_ping_monitor refused several rows of a batch, which are dropped: {Rows}")]
    public static partial void PingRowsRefused(ILogger logger, int rows);

    [LoggerMessage(1825, LogLevel.Warning, "Stopping with {Rows} rows of pings that could not be written")]
    public static partial void PingRowsAbandoned(ILogger logger, int rows);

    [LoggerMessage(1826, LogLevel.Warning, "The machine's figures cannot be written to kb_system_monitor, the next ones follow in {Interval}")]
    public static partial void SystemSampleNotWritten(ILogger logger, Exception exception, TimeSpan interval);

    [LoggerMessage(1850, LogLevel.Warning, "A session token of phone {Bot}/{DeviceId} was shown that had been replaced and superseded: somebody may have a copy of it. Every token of the phone has ended; it goes on by its signature")]
    public static partial void SessionTokenReused(ILogger logger, string bot, string deviceId);

    [LoggerMessage(1851, LogLevel.Warning, "Session tokens can neither be looked up nor stored, first noticed with phone {Bot}/{DeviceId}; phones go on by their signatures")]
    public static partial void SessionTokensUnavailable(ILogger logger, Exception exception, string bot, string deviceId);

    [LoggerMessage(1852, LogLevel.Warning, "The session tokens of phone {Bot}/{DeviceId} cannot be deleted, trying again in {Delay}; they are no good while the phone is not approved")]
    public static partial void SessionTokensNotEnded(ILogger logger, Exception exception, string bot, string deviceId, TimeSpan delay);

    [LoggerMessage(1860, LogLevel.Information, "Migrating {Count} connections to {Target}, {PhonesPerSecond} per second, each leaves {MigrateAfter} after it was told")]
    public static partial void MigrationBegun(ILogger logger, int count, MigrationTarget target, int phonesPerSecond, TimeSpan migrateAfter);

    [LoggerMessage(1861, LogLevel.Information, "No phone is left: {Told} were told to go on with {Target}")]
    public static partial void Migrated(ILogger logger, int told, MigrationTarget target);

    [LoggerMessage(1862, LogLevel.Information, "Phone {Bot}/{DeviceId} on {ConnectionId} has not gone on with {Target}: its connection is closed")]
    public static partial void PhoneDidNotMove(ILogger logger, string bot, string deviceId, string connectionId, MigrationTarget target);

    [LoggerMessage(1863, LogLevel.Warning, "Drain cancelled: {Told} phones were told to leave, {Count} connections are open; phones are let in again")]
    public static partial void DrainCancelled(ILogger logger, int told, int count);

    [LoggerMessage(1864, LogLevel.Warning, "What instance {Instance} ({Process}) asks for is not done: {Kind} {Reason}")]
    public static partial void DrainNotDone(ILogger logger, long instance, string? process, MailKind kind, string reason);

    [LoggerMessage(1900, LogLevel.Warning, "Memory is getting short: {Percent:F0} % used ({UsedBytes} of {LimitBytes} bytes)")]
    public static partial void MemoryHigh(ILogger logger, double percent, long usedBytes, long limitBytes);

    [LoggerMessage(1901, LogLevel.Error, "Memory is short, new phones are refused: {Percent:F0} % used ({UsedBytes} of {LimitBytes} bytes)")]
    public static partial void MemoryCritical(ILogger logger, double percent, long usedBytes, long limitBytes);

    [LoggerMessage(1902, LogLevel.Information, "There is memory again: {Percent:F0} % used ({UsedBytes} of {LimitBytes} bytes)")]
    public static partial void MemoryEased(ILogger logger, double percent, long usedBytes, long limitBytes);

    [LoggerMessage(1903, LogLevel.Information, "Caches trimmed and memory collected, since it is short: {BeforeBytes} bytes used before, {AfterBytes} after")]
    public static partial void MemoryTrimmed(ILogger logger, long beforeBytes, long afterBytes);

    [LoggerMessage(1904, LogLevel.Error, "A cache could not be trimmed: {Cache}")]
    public static partial void TrimFailed(ILogger logger, Exception exception, string cache);
}
