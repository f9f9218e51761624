using System.Collections.Concurrent;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace Domaeka.Core.Tests.Connections;

public sealed class ConnectionRegistryTests
{
    [Fact]
    public async Task Add_NotYetProven_LeavesTheOldConnectionLive()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var old = core.Connect(id: "old");
        var registry = core.Get<IConnectionRegistry>();

        registry.Add(new RecordingConnection(CoreFixture.Phone, "new"));

        Assert.Same(old, registry.FindLive(CoreFixture.Phone));
        Assert.Empty(old.CloseReasons);
        Assert.Equal(2, registry.Count);
    }

    [Fact]
    public async Task Promote_Proven_ReplacesAndClosesTheOldConnection()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var old = core.Connect(id: "old");

        var fresh = core.Connect(id: "new");

        Assert.Same(fresh, core.Get<IConnectionRegistry>().FindLive(CoreFixture.Phone));
        Assert.Equal([CloseReason.Replaced], old.CloseReasons);
    }

    [Fact]
    public async Task Remove_LateCloseOfTheOldConnection_KeepsTheNewOneLive()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var old = core.Connect(id: "old");
        var fresh = core.Connect(id: "new");
        var registry = core.Get<IConnectionRegistry>();

        registry.Remove(old);
        registry.Remove(old);

        Assert.Same(fresh, registry.FindLive(CoreFixture.Phone));
        Assert.Equal(1, registry.Count);
        registry.Remove(fresh);
        Assert.Null(registry.FindLive(CoreFixture.Phone));
        Assert.Equal(0, registry.Count);
    }

    [Fact]
    public async Task Promote_AlreadyRemoved_DoesNothing()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var registry = core.Get<IConnectionRegistry>();
        var gone = new RecordingConnection(CoreFixture.Phone);
        registry.Add(gone);
        registry.Remove(gone);

        registry.Promote(gone);

        Assert.Null(registry.FindLive(CoreFixture.Phone));
    }

    [Fact]
    public async Task Observers_PhoneComesIsReplacedAndGoes_AreToldInOrder()
    {
        var observer = new RecordingObserver();
        await using var core = await StartAsync(observer);
        var registry = core.Get<IConnectionRegistry>();

        var old = core.Connect(id: "old");
        registry.Promote(old);
        var fresh = core.Connect(id: "new");
        registry.Remove(old);
        registry.Remove(fresh);
        registry.Remove(fresh);

        Assert.Equal(["live old", "live new", "gone new"], observer.News);
    }

    [Fact]
    public async Task Observers_ConnectionThatWasNeverLive_HearNothing()
    {
        var observer = new RecordingObserver();
        await using var core = await StartAsync(observer);
        var registry = core.Get<IConnectionRegistry>();
        var unproven = new RecordingConnection(CoreFixture.Phone);

        registry.Add(unproven);
        registry.Remove(unproven);
        registry.Promote(unproven);

        Assert.Empty(observer.News);
    }

    [Fact]
    public async Task Observers_OneThrows_TheOthersHearAllTheSame()
    {
        var faulty = Substitute.For<IConnectionObserver>();
        faulty.When(observer => observer.OnLive(Arg.Any<IPhoneConnection>())).Throw(new InvalidOperationException("The test wants it."));
        faulty.When(observer => observer.OnGone(Arg.Any<IPhoneConnection>())).Throw(new InvalidOperationException("The test wants it."));
        var sound = new RecordingObserver();
        await using var core = await StartAsync(faulty, sound);

        var connection = core.Connect(id: "c");
        core.Get<IConnectionRegistry>().Remove(connection);

        Assert.Equal(["live c", "gone c"], sound.News);
        faulty.Received(1).OnGone(connection);
    }

    [Fact]
    public async Task Observers_OneChangesTheRegistryFromWithin_OrderHolds()
    {
        var observer = new RecordingObserver();
        await using var core = await StartAsync(observer);
        var registry = core.Get<IConnectionRegistry>();
        observer.OnNews = news =>
        {
            if (news == "live c")
                registry.Remove(registry.FindLive(CoreFixture.Phone)!);
        };

        core.Connect(id: "c");

        Assert.Equal(["live c", "gone c"], observer.News);
        Assert.Null(registry.FindLive(CoreFixture.Phone));
    }

    [Fact]
    public async Task Observers_ManyThreads_EachPhoneComesAndGoesInTurn()
    {
        var observer = new RecordingObserver();
        await using var core = await StartAsync(observer);
        var registry = core.Get<IConnectionRegistry>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(phone => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
                registry.Remove(core.Connect(new DeviceKey("testbot", $"phone{phone}"), id: $"{phone}:{i}"));
        }))).DefaultTimeout();

        for (var phone = 0; phone < 8; phone++)
        {
            Assert.Equal(
                Enumerable.Range(0, 200).SelectMany(i => new[] { $"live {phone}:{i}", $"gone {phone}:{i}" }),
                observer.News.Where(news => news.Contains($" {phone}:", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task DrainAsync_PhonesConnected_TellsThemAndWaits()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        var registry = core.Get<IConnectionRegistry>();

        var told = await registry.DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None).DefaultTimeout();

        Assert.Equal(1, told);
        Assert.True(registry.IsDraining);
        Assert.Equal([CloseReason.ServerShutdown], connection.CloseReasons);
    }

    [Fact]
    public async Task DrainAsync_CommandRuns_ItsAnswerLeavesFirst()
    {
        var finish = new TaskCompletionSource();
        await using var core = await CoreFixture.StartApprovedAsync(builder => builder.AddScripted("# slow", async (_, _) =>
        {
            await finish.Task;
            return Core.Commands.CommandReply.Text("다 됐습니다");
        }));
        var connection = core.Connect();
        await core.SayAsync(connection, "# slow");

        var drain = core.Get<IConnectionRegistry>().DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.Empty(connection.CloseReasons);
        finish.SetResult();
        await drain.DefaultTimeout();

        Assert.Equal("다 됐습니다", await connection.NextTextAsync());
        Assert.Equal([CloseReason.ServerShutdown], connection.CloseReasons);
    }

    private static Task<CoreFixture> StartAsync(params IConnectionObserver[] observers) => CoreFixture.StartApprovedAsync(builder =>
    {
        foreach (var observer in observers)
            builder.Services.AddSingleton(observer);
    });

    private sealed class RecordingObserver : IConnectionObserver
    {
        private readonly ConcurrentQueue<string> _news = new();

        public IReadOnlyList<string> News => [.. _news];

        public Action<string>? OnNews { get; set; }

        public void OnLive(IPhoneConnection connection) => Note($"live {connection.Id}");

        public void OnGone(IPhoneConnection connection) => Note($"gone {connection.Id}");

        private void Note(string news)
        {
            _news.Enqueue(news);
            OnNews?.Invoke(news);
        }
    }
}
