using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Access;
using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using CoreType = Domaeka.Core.Chat.ChatMessageType;
using ProtoType = Domaeka.V1.ChatMessageType;

namespace Domaeka.Api.Tests.ChatLogs;

public sealed class ChatLogServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task ListChatLogs_EveryField_IsShown()
    {
        var room = new RoomKey("봇 1", "name:50%/2");
        await AppendAsync(Entry(room, "# echo 안녕", Noon.AddMilliseconds(1)) with
        {
            Directive = "# echo",
            MessageType = CoreType.Notice,
            IsMention = true,
            IsGroupChat = true,
            IsOurBotResponse = true,
            IsScheduled = true,
            LogId = "3012345678901234567",
            ClientTimestamp = Noon,
        });

        var line = Assert.Single((await api.ChatLogs.ListChatLogsAsync(new() { Bot = "봇 1" })).ChatLogs);

        Assert.True(line.Id > 0);
        line.Id = 0;
        Assert.Equal(
            new ChatLog
            {
                Room = "bots/봇 1/rooms/name:50%25%2F2",
                RoomDisplayName = "공구방",
                Sender = "홍길동",
                UserHash = "hash",
                Text = "# echo 안녕",
                Directive = "# echo",
                MessageType = ProtoType.Notice,
                IsMention = true,
                IsGroupChat = true,
                IsOurBotResponse = true,
                IsScheduled = true,
                ClientTime = Timestamp.FromDateTimeOffset(Noon),
                ServerTime = Timestamp.FromDateTimeOffset(Noon.AddMilliseconds(1)),
                LogId = "3012345678901234567",
            },
            line);
    }

    [Fact]
    public async Task ListChatLogs_PlainLine_LeavesUnsetWhatIsNotKnown()
    {
        await AppendAsync(Entry(new RoomKey("plain", "1"), "안녕"));

        var line = Assert.Single((await api.ChatLogs.ListChatLogsAsync(new() { Room = "bots/plain/rooms/1" })).ChatLogs);

        Assert.Equal(("", "", ProtoType.Normal), (line.Directive, line.LogId, line.MessageType));
        Assert.Null(line.ClientTime);
    }

    [Fact]
    public async Task ListChatLogs_EveryFilter_Narrows()
    {
        var room = new RoomKey("filters", "1");
        await AppendAsync(
            Entry(room, "공구 시작", Noon),
            Entry(room, "입금 완료", Noon.AddHours(1)) with { Sender = "김철수" },
            Entry(room, "공구 마감", Noon.AddHours(2)) with { IsOurBotResponse = true },
            Entry(room with { ChannelId = "2" }, "다른 방", Noon.AddHours(3)) with { UserHash = "h2" });

        Assert.Equal(["공구 마감", "입금 완료", "공구 시작"], await ListAsync(new() { Room = "bots/filters/rooms/1", Bot = "filters" }));
        Assert.Equal(["다른 방", "공구 마감", "입금 완료", "공구 시작"], await ListAsync(new() { Bot = "filters" }));
        Assert.Equal(["입금 완료"], await ListAsync(new() { Bot = "filters", Sender = "김철수" }));
        Assert.Equal(["다른 방"], await ListAsync(new() { Bot = "filters", Sender = "h2" }));
        Assert.Equal(["공구 마감", "공구 시작"], await ListAsync(new() { Bot = "filters", Text = "공구" }));
        Assert.Equal(["공구 마감"], await ListAsync(new() { Room = "bots/filters/rooms/1", Origin = ChatLogOrigin.Own }));
        Assert.Equal(["입금 완료", "공구 시작"], await ListAsync(new() { Room = "bots/filters/rooms/1", Origin = ChatLogOrigin.Others }));
        Assert.Equal(
            ["공구 마감", "입금 완료"],
            await ListAsync(new()
            {
                Bot = "filters",
                ServerTimeFrom = Timestamp.FromDateTimeOffset(Noon.AddHours(1)),
                ServerTimeBefore = Timestamp.FromDateTimeOffset(Noon.AddHours(3)),
            }));
        Assert.Empty(await ListAsync(new() { Room = "bots/filters/rooms/unknown" }));
    }

    [Fact]
    public async Task ListChatLogs_Pages_GiveEveryLineOnceNewestFirst()
    {
        var room = new RoomKey("paged", "1");
        await AppendAsync([.. Enumerable.Range(0, 5).Select(number => Entry(room, $"{number}"))]);
        var request = new ListChatLogsRequest { Room = "bots/paged/rooms/1", PageSize = 2 };

        var pages = new List<string>();
        do
        {
            var page = await api.ChatLogs.ListChatLogsAsync(request);
            pages.Add(string.Concat(page.ChatLogs.Select(line => line.Text)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(["43", "21", "0"], pages);
    }

    [Fact]
    public async Task ListChatLogs_TokenOfAnotherFilter_IsRefused()
    {
        await AppendAsync(Entry(new RoomKey("token", "1"), "a"), Entry(new RoomKey("token", "1"), "b"));
        var page = await api.ChatLogs.ListChatLogsAsync(new() { Bot = "token", PageSize = 1 });

        await RpcAssert.ViolatesAsync(
            api.ChatLogs.ListChatLogsAsync(new() { Bot = "token", Text = "a", PageSize = 1, PageToken = page.NextPageToken }), "page_token");
    }

    [Fact]
    public async Task ListChatLogs_EverythingWrong_IsToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.ChatLogs.ListChatLogsAsync(new()
        {
            Room = "rooms/1",
            Bot = "a\u0001",
            Sender = new string('x', 101),
            Text = new string('x', 1_001),
            Origin = (ChatLogOrigin)7,
            ServerTimeFrom = new Timestamp { Seconds = 1, Nanos = -1 },
            ServerTimeBefore = new Timestamp { Seconds = long.MaxValue },
            PageSize = -1,
            PageToken = "%",
        }),
        "room",
        "bot",
        "sender",
        "text",
        "origin",
        "server_time_from",
        "server_time_before",
        "page_size",
        "page_token");

    [Fact]
    public async Task ListChatLogs_TimesTheWrongWayRound_AreRefused() => await RpcAssert.ViolatesAsync(
        api.ChatLogs.ListChatLogsAsync(new() { ServerTimeFrom = new Timestamp { Seconds = 5 }, ServerTimeBefore = new Timestamp { Seconds = 5 } }),
        "server_time_before");

    [Fact]
    public async Task ListChatLogs_KeyThatMayOnlySend_IsRefused()
    {
        var client = new ChatLogService.ChatLogServiceClient(api.Connect(await api.AddKeyAsync(ApiScopes.Send)));

        await RpcAssert.FailsAsync(StatusCode.PermissionDenied, ErrorReasons.ScopeMissing, client.ListChatLogsAsync(new()));
    }

    private static ChatLogEntry Entry(RoomKey room, string text, DateTimeOffset? at = null) => new()
    {
        Room = room,
        RoomName = "공구방",
        Sender = "홍길동",
        UserHash = "hash",
        Message = text,
        ServerTimestamp = at ?? Noon,
    };

    private Task AppendAsync(params IReadOnlyList<ChatLogEntry> entries) =>
        api.Host.Services.GetRequiredService<IChatLogStore>().AppendAsync(entries, CancellationToken.None);

    private async Task<IEnumerable<string>> ListAsync(ListChatLogsRequest request) =>
        (await api.ChatLogs.ListChatLogsAsync(request)).ChatLogs.Select(line => line.Text);
}
