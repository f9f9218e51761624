using Domaeka.Api.Tests.Support;
using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;
using Domaeka.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.ChatLogs;

public sealed class RetentionTests
{
    [Fact]
    public async Task Host_RoomKeepsItsLinesForAWeek_OlderOnesGoSoonAfterTheStart()
    {
        var first = await ApiHost.StartAsync();
        try
        {
            var name = await first.AddRoomAsync("bot", "1", "공구방");
            await first.Rooms.UpdateRoomAsync(
                new() { Room = new() { Name = name, LogSettings = new() { Enabled = true, RetentionDays = 7 } } });
            await first.AddRoomAsync("bot", "2", "다른 방");
            var now = first.Host.Services.GetRequiredService<TimeProvider>().GetUtcNow();
            await first.Host.Services.GetRequiredService<IChatLogStore>().AppendAsync(
                [
                    Line("1", "eight days old", now.AddDays(-8)),
                    Line("2", "of a room that keeps everything", now.AddDays(-8)),
                    Line("1", "six days old", now.AddDays(-6)),
                ],
                CancellationToken.None);
            await first.Host.StopAsync().DefaultTimeout();

            var second = await ApiHost.StartAsync([$"--Data:Directory={first.Data.Path}", "--Retention:FirstRun=00:00:00"]);
            try
            {
                await Eventually.TrueAsync(async () => (await ListAsync(second)).Count == 2);

                Assert.Equal(["six days old", "of a room that keeps everything"], await ListAsync(second));
            }
            finally
            {
                await second.DisposeAsync();
            }
        }
        finally
        {
            await first.DisposeAsync();
        }
    }

    private static async Task<List<string>> ListAsync(ApiHost api) =>
        [.. (await api.ChatLogs.ListChatLogsAsync(new ListChatLogsRequest { Bot = "bot" })).ChatLogs.Select(line => line.Text)];

    private static ChatLogEntry Line(string channel, string text, DateTimeOffset at) => new()
    {
        Room = new RoomKey("bot", channel),
        RoomName = "방",
        Sender = "홍길동",
        UserHash = "hash",
        Message = text,
        ServerTimestamp = at,
    };
}
