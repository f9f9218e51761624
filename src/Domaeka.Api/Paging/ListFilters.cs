using Domaeka.V1;

namespace Domaeka.Api.Paging;

/// <summary>What each listing seals its page tokens to, and how many parts its keys have.</summary>
internal static class ListFilters
{
    /// <summary>Bot and id.</summary>
    public const int KeyParts = 2;

    /// <summary>The name of a process.</summary>
    public const int ProcessKeyParts = 1;

    public static string[] Of(ListDevicesRequest request) => ["devices", request.Bot, request.Status.ToString()];

    public static string[] Of(ListRoomsRequest request) => ["rooms", request.Bot, request.Status.ToString()];

    /// <summary>The number of a message.</summary>
    public const int MessageKeyParts = 1;

    public static string[] Of(ListMessagesRequest request) =>
    [
        "messages",
        request.Room,
        request.Bot,
        request.State.ToString(),
        request.Schedule,
        request.CreateTimeFrom?.ToString() ?? "",
        request.CreateTimeBefore?.ToString() ?? "",
    ];

    /// <summary>The number of a schedule, or of a run.</summary>
    public const int ScheduleKeyParts = 1;

    public static string[] Of(ListSchedulesRequest request) => ["schedules", request.Bot, request.Room, request.Status.ToString()];

    public static string[] Of(ListScheduleRunsRequest request) => ["runs", request.Name];

    /// <summary>The number of a chat line.</summary>
    public const int ChatLogKeyParts = 1;

    public static string[] Of(ListChatLogsRequest request) =>
    [
        "chat_logs",
        request.Room,
        request.Bot,
        request.Sender,
        request.Text,
        request.Origin.ToString(),
        request.ServerTimeFrom?.ToString() ?? "",
        request.ServerTimeBefore?.ToString() ?? "",
    ];

    /// <summary>The text of an address.</summary>
    public const int AddressBlockKeyParts = 1;

    public static string[] Of(ListAddressBlocksRequest _) => ["address_blocks"];
    /// <summary>Time of creation and id of a key.</summary>
    public const int KeyListKeyParts = 2;

    public static string[] Of(ListKeysRequest request) => ["keys", request.ActiveOnly ? "active" : "all"];

    public static string[] Of(ListServerProcessesRequest _) => ["processes"];
}
