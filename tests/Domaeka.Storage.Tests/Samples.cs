using Domaeka.Core.Access;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Devices;
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
}
