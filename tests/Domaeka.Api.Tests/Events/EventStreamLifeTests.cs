using Domaeka.Api.Errors;
using Domaeka.Api.Hosting;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Events;
using Domaeka.TestKit;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Events;

/// <summary>Streams whose server is stopped, started again, purged or overrun; each with a host of its own.</summary>
public sealed class EventStreamLifeTests
{
    private const string Slow = "slow";

    [Fact]
    public async Task StreamEvents_ServerStartedAgain_GoesOnWithoutLoss()
    {
        await using var data = new DataOfTwoHosts();
        string token;
        await using (var first = await data.StartAsync())
        {
            using var reading = await EventReading.OpenAsync(first.Events, new() { Bot = "b" });
            await AppendAsync(first.Store, 1, 5);
            for (var number = 1; number <= 3; number++)
                Assert.Equal($"bots/b/devices/{number}", (await reading.NextAsync()).Presence.Device);
            token = reading.ResumeToken;
        }

        await using var second = await data.StartAsync();
        await AppendAsync(second.Store, 6, 5);
        using var resumed = await EventReading.OpenAsync(second.Events, new() { Bot = "b", ResumeToken = token });

        for (var number = 4; number <= 10; number++)
            Assert.Equal($"bots/b/devices/{number}", (await resumed.NextAsync()).Presence.Device);
    }

    [Fact]
    public async Task StreamEvents_ServerStops_EndsWithACleanStatusAtOnce()
    {
        var api = await ApiHost.StartAsync();
        using var reading = await EventReading.OpenAsync(api.Events, new());
        var end = reading.EndAsync();

        await api.Host.StopAsync().DefaultTimeout();

        var error = await end;
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.Equal(ErrorReasons.ServerStopping, RpcAssert.Detail<ErrorInfo>(error).Reason);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task StreamEvents_TokenTooOld_TellsTheOldestWhichWorks()
    {
        var api = await ApiHost.StartAsync();
        var store = api.Host.Services.GetRequiredService<IEventStore>();
        using var reading = await EventReading.OpenAsync(api.Events, new() { Bot = "b" });
        await AppendAsync(store, 1, 5);
        await reading.NextAsync();
        await store.PurgeAsync(DateTimeOffset.UnixEpoch, 2, 100, CancellationToken.None);

        using var tooLate = new EventReading(api.Events.StreamEvents(new() { Bot = "b", ResumeToken = reading.ResumeToken }));
        var error = await tooLate.EndAsync();

        Assert.Equal(StatusCode.OutOfRange, error.StatusCode);
        var info = RpcAssert.Detail<ErrorInfo>(error);
        Assert.Equal(ErrorReasons.ResumeTokenTooOld, info.Reason);
        using var again = await EventReading.OpenAsync(api.Events, new() { Bot = "b", ResumeToken = info.Metadata["oldest_resume_token"] });
        Assert.Equal("bots/b/devices/4", (await again.NextAsync()).Presence.Device);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task StreamEvents_MoreThanMayBe_IsRefusedUntilOneEnds()
    {
        var api = await ApiHost.StartAsync(["--Events:MaxFeeds=1"]);
        var first = await EventReading.OpenAsync(api.Events, new());

        using var second = new EventReading(api.Events.StreamEvents(new()));
        var error = await second.EndAsync();
        first.Dispose();

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal(ErrorReasons.TooManyStreams, RpcAssert.Detail<ErrorInfo>(error).Reason);
        await Eventually.TrueAsync(async () =>
        {
            using var third = api.Events.StreamEvents(new());
            try
            {
                return await third.ResponseStream.MoveNext(CancellationToken.None);
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
            {
                return false;
            }
        });
        await api.DisposeAsync();
    }

    [Fact]
    public async Task StreamEvents_ReaderDoesNotRead_NothingIsReadAheadAndNothingIsLost()
    {
        const int Count = 10_000;
        var (api, store) = await StartCountingAsync();
        using var slow = await EventReading.OpenAsync(api.Events, new() { Bot = Slow });
        using var fast = await EventReading.OpenAsync(api.Events, new());

        // Names of 100 letters, so that the windows of connection and stream are full long before the end.
        var padding = new string('x', 100);
        for (var number = 0; number < Count; number += 500)
            await AppendAsync(store, number, 500, Slow, padding);
        for (var number = 0; number < Count; number++)
            Assert.Equal($"bots/slow/devices/{padding}{number}", (await fast.NextAsync()).Presence.Device);

        // The other reader has got everything meanwhile; this one has made the server read what fits into the windows, and a page.
        Assert.InRange(store.Read, 1, Count / 2);
        for (var number = 0; number < Count; number++)
            Assert.Equal($"bots/slow/devices/{padding}{number}", (await slow.NextAsync()).Presence.Device);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task StreamEvents_ServerStopsWhileAReaderDoesNotRead_IsCutOffInTime()
    {
        var (api, counting) = await StartCountingAsync();
        using var reading = await EventReading.OpenAsync(api.Events, new() { Bot = Slow });

        // More than the window holds, so that the server waits for the reader.
        await AppendAsync(counting, 1, 1, Slow, new string('x', 500_000));
        await Eventually.TrueAsync(() => counting.Read == 1);

        // Whatever takes its turn behind the calls must still have most of the 30 s that stopping may take.
        await api.Host.StopAsync().WaitAsync(HastyServer.Patience * 3);

        await reading.EndAsync();
        await api.DisposeAsync();
    }

    private static async Task<(ApiHost Api, CountingEventStore Store)> StartCountingAsync()
    {
        CountingEventStore? counting = null;
        var api = await ApiHost.StartAsync(configure: builder =>
        {
            var real = builder.Services.Last(service => service.ServiceType == typeof(IEventStore)).ImplementationFactory!;
            builder.Services.AddSingleton<IEventStore>(provider => counting = new((IEventStore)real(provider), Slow));
        });
        Assert.NotNull(counting);
        return (api, counting);
    }

    private static Task AppendAsync(IEventStore store, int first, int count, string bot = "b", string padding = "") => store.AppendAsync(
        [
            .. Enumerable.Range(first, count).Select(number => new ServerEvent
            {
                Kind = ServerEventKind.Presence,
                At = TimeProvider.System.GetUtcNow(),
                BotName = bot,
                DeviceId = $"{padding}{number}",
                IsOnline = true,
            }),
        ],
        CancellationToken.None);
}
