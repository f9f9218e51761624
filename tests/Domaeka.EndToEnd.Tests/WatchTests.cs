using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>The shop follows its notices, and goes on where it was when the server was gone.</summary>
public sealed class WatchTests
{
    private const string Bot = "testbot";
    private const int Notices = 30;

    [Fact]
    public async Task WatchMessages_ResumedBehindAKill_MissesNothing()
    {
        using var data = new TempDirectory();
        var port = 0;
        var profile = new PhoneProfile { BotName = Bot };
        var watched = new List<WatchMessagesResponse>();
        var flood = new NoticeFlood(Bot, "1", length: 30);
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await (await server.AdmitAsync(profile, "공동구매방", "1")).DisposeAsync();
        port = server.TcpPort;
        await using var phone = new RoamingPhone(() => port, profile);

        // The first answer comes at once: from there on nothing is missed.
        using (var watch = server.Shop.Messages.WatchMessages(new WatchMessagesRequest { Bot = Bot }))
        {
            await ReadAsync(watch, watched, () => true);
            Assert.Equal(WatchMessagesResponse.ResponseOneofCase.Heartbeat, watched[0].ResponseCase);
            await flood.SendAsync(server, Notices / 2);
            await ReadAsync(watch, watched, () => StatesOf(watched).Values.Any(states => states[^1] == DeliveryState.Confirmed));
        }

        // Nobody watches this.
        await flood.SendAsync(server, Notices / 2);
        server.Program.Kill();
        await server.Program.WaitForExitAsync();

        await using var next = await DomaekaServer.StartAsync(data.Path);
        port = next.TcpPort;
        await NoticeJudge.WaitForEndsAsync(data.Path);
        using (var watch = next.Shop.Messages.WatchMessages(new WatchMessagesRequest { Bot = Bot, ResumeToken = watched[^1].ResumeToken }))
        {
            await ReadAsync(watch, watched, () => StatesOf(watched).Values.Count(states => IsEnd(states[^1])) == Notices);

            // It ends with the server, and says why.
            var reading = ReadAsync(watch, watched, () => false);
            await next.StopAsync();
            Assert.Equal((StatusCode.Unavailable, "SERVER_STOPPING"), await Shop.RefusalAsync(reading));
        }

        var seen = StatesOf(watched);
        using var database = Database.Open(data.Path);
        var states = database.ReadRows("SELECT id, state FROM dk_outbox").ToDictionary(row => row[0], row => row[1]);
        Assert.Equal(flood.Accepted.Keys.Order(), seen.Keys.Order());
        Assert.All(seen, entry =>
        {
            Assert.Equal(DeliveryState.Queued, entry.Value[0]);
            Assert.Equal(states[entry.Key], entry.Value[^1].ToString().ToLowerInvariant());
        });
        NoticeJudge.Judge(data.Path, flood.Accepted, phone.Record.Texts);
    }

    private static bool IsEnd(DeliveryState state) => state is DeliveryState.Confirmed or DeliveryState.Uncertain;

    private static async Task ReadAsync(
        AsyncServerStreamingCall<WatchMessagesResponse> watch, List<WatchMessagesResponse> watched, Func<bool> isEnough)
    {
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
            watched.Add(watch.ResponseStream.Current);
        }
        while (!isEnough());
    }

    /// <summary>The states of each message, by its id, in the order in which they were told.</summary>
    private static Dictionary<string, DeliveryState[]> StatesOf(List<WatchMessagesResponse> watched) => watched
        .Where(response => response.Event is not null)
        .GroupBy(response => response.Event.Name["messages/".Length..], response => response.Event.State)
        .ToDictionary(group => group.Key, group => group.ToArray());
}
