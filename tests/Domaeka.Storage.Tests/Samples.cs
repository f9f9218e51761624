using Domaeka.Core.Access;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Devices;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Tests;

/// <summary>Rows to store.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 3, 4, 5, 678, TimeSpan.Zero);

    public static readonly RoomKey RoomKey = new("LOA.i", "18429813");

    public static Device Device(string bot = "LOA.i", string device = "ccbd8eee1012327e", ApprovalStatus status = ApprovalStatus.Pending) =>
        new() { Key = new DeviceKey(bot, device), Status = status, CreatedAt = Now };

    public static Room Room(string bot = "LOA.i", string channel = "18429813", ApprovalStatus status = ApprovalStatus.Pending) =>
        new() { Key = new RoomKey(bot, channel), Name = "공동구매", Status = status, CreatedAt = Now };

    public static ChatLogEntry Entry(string message, DateTimeOffset? at = null) => new()
    {
        Room = RoomKey,
        RoomName = "공동구매 1번방",
        Sender = "홍길동",
        UserHash = "f3a9c2d17b",
        Message = message,
        Directive = "# echo",
        MessageType = ChatMessageType.Command,
        IsGroupChat = true,
        LogId = "3012345678901234567",
        ClientTimestamp = Now,
        ServerTimestamp = at ?? Now,
    };

    public static ApiKey Key(string id = "00112233445566ff", char hashDigit = 'a') => new()
    {
        Id = id,
        Name = "shop",
        Hash = new string(hashDigit, 64),
        Scopes = ApiScopes.Read | ApiScopes.Send,
        CreatedAt = Now,
    };

    public static ServerProcess Process(string name = "domaeka-1490") => new()
    {
        Name = name,
        Pid = 4711,
        Port = 1490,
        Status = ServerProcessStatus.Running,
        LastHeartbeat = Now,
        CpuUsagePercent = 12.5,
        MemoryUsageMegabytes = 96.25,
        Type = "live",
    };

    public static PingRecord Ping(DateTimeOffset? at = null, string device = "ccbd8eee1012327e") => new(
        new PingObservation
        {
            Device = new DeviceKey("LOA.i", device),
            Outcome = PingOutcome.Answered,
            At = at ?? Now,
            RoundTrip = TimeSpan.FromMilliseconds(12.4),
            DeviceUuid = "ccbd8eee-uuid",
            MacAddress = "02:00:00:00:00:00",
            ReportedAddress = "192.168.0.15",
            RemoteAddress = "203.0.113.9",
            ClientVersion = "3.3.3",
            TotalMemoryMegabytes = 742.4,
            UsedMemoryMegabytes = 32.416,
            MemoryPercent = 4.4,
            MessageQueueSize = 2,
            ActiveRooms = 3,
            ClientTimestamp = Now.AddSeconds(-1),
        },
        new ProcessUsage
        {
            ProcessName = "domaeka-1490",
            Status = ServerProcessStatus.Running,
            CpuPercent = 12.345,
            MaxCpuPercent = 4_321,
            MemoryMegabytes = 150.5,
            MaxMemoryMegabytes = 200,
        });

    public static PingRecord TimedOutPing(DateTimeOffset? at = null) => Ping(at) with
    {
        Ping = new PingObservation { Device = new DeviceKey("LOA.i", "ccbd8eee1012327e"), Outcome = PingOutcome.TimedOut, At = at ?? Now },
    };

    public static SystemSample SystemSample(DateTimeOffset? at = null) => new()
    {
        ServerName = "main",
        At = at ?? Now,
        CpuPercent = 37.5,
        MemoryTotalMegabytes = 24_576,
        MemoryUsedMegabytes = 6_144,
        MemoryPercent = 25,
        DiskPercent = 61.25,
        Connections = 17,
        QueueLength = 4,
    };
}
