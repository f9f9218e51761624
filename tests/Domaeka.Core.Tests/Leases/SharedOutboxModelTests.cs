using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Leases;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Core.Tests.Leases;

/// <summary>Three processes, a phone that moves between them, leases that run out: the promise of one process holds for all of them together.</summary>
public sealed class SharedOutboxModelTests
{
    private enum Step
    {
        Send,
        SendOnce,
        SendParts,
        Connect,
        Move,
        Write,
        WriteIntoTheVoid,
        Confirm,
        Break,
        Cancel,
        Advance,
        AdvanceOne,
        Lapse,
    }

    [Fact]
    public void Delivery_AnyHistoryOfSeveralProcesses_KeepsThePromise() =>
        Prop.ForAll(
            Gen.Zip(
                Gen.Frequency((3, Gen.Elements(Step.Connect, Step.Write, Step.Advance, Step.Send)), (2, Gen.Elements(Enum.GetValues<Step>()))),
                Gen.Choose(0, 2)).ListOf(40).ToArbitrary(),
            steps => RunAsync([.. steps]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static async Task<bool> RunAsync((Step Step, int Server)[] steps)
    {
        await using var cluster = await Cluster.StartAsync(3);
        var world = new World(cluster);
        foreach (var (step, server) in steps)
            await world.DoAsync(step, server);
        await world.FinishAsync();
        world.Judge(string.Join(", ", steps));
        return true;
    }

    private sealed class World(Cluster cluster)
    {
        private readonly List<PlayedPhone> _phones = [];
        private readonly Dictionary<string, SendRequest> _accepted = [];
        private PlayedPhone? _phone;
        private int _at;
        private int _number;

        public async Task DoAsync(Step step, int server)
        {
            switch (step)
            {
                case Step.Send:
                    await SendAsync(server, request => request);
                    break;
                case Step.SendOnce:
                    await SendAsync(server, request => request with { Redelivery = Redelivery.AtMostOnce });
                    break;
                case Step.SendParts:
                    await SendAsync(server, request => request with
                    {
                        Parts = [.. Enumerable.Range(0, 3).Select(part => new MessagePart(new TextContent($"{_number}.{part}"), TimeSpan.FromSeconds(part)))],
                    });
                    break;
                case Step.Connect when _phone is null:
                    Connect(server);
                    break;
                case Step.Move when _phone is not null:
                    // The old link stays open as far as its process can see.
                    Connect(server);
                    break;
                case Step.Write when _phone is { } phone:
                    for (var turn = 0; turn < 1_000 && phone.WaitingCount == 0; turn++)
                        await Task.Yield();
                    phone.Write();
                    break;
                case Step.WriteIntoTheVoid when _phone is { } lost:
                    lost.Write(shows: false);
                    Break();
                    break;
                case Step.Confirm:
                    _phone?.Confirm();
                    break;
                case Step.Break:
                    Break();
                    break;
                case Step.Cancel when _accepted.Count > 0:
                    _ = cluster[server].Get<IMessageSender>().CancelAsync(_accepted.Keys.ElementAt(server % _accepted.Count), default)
                        .ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
                    break;
                case Step.Advance:
                    cluster.Advance(TimeSpan.FromMilliseconds(300));
                    await Task.Yield();
                    break;
                case Step.AdvanceOne:
                    cluster[server].Clock.Advance(TimeSpan.FromMilliseconds(2_500));
                    await Task.Yield();
                    break;
                case Step.Lapse when cluster[server].Get<InstanceLease>().Instance != 0:
                    cluster.TryLapse(cluster[server]);
                    break;
            }
        }

        /// <summary>Everything is well again, for as long as it takes.</summary>
        public async Task FinishAsync()
        {
            if (_phone is not { IsOpen: true })
                Connect(0);
            await cluster.UntilAsync(() =>
            {
                // The claims of two processes may have crossed; a real phone whose link is cut comes back, too.
                if (_phone is not { IsOpen: true })
                    Connect(_at);
                _phone!.Write();
                _phone.Confirm();
                return _accepted.Keys.All(id => cluster.Outbox.Row(id).Progress.IsEnded);
            });
        }

        public void Judge(string history)
        {
            Assert.Empty(cluster.Outbox.Trespasses);
            var shown = _phones.SelectMany(phone => phone.ShownTexts).GroupBy(text => text).ToDictionary(group => group.Key, group => group.Count());
            foreach (var (id, request) in _accepted)
            {
                var progress = cluster.Outbox.Row(id).Progress;
                var attempts = cluster.Outbox.Attempts(id);
                for (var part = 0; part < request.Parts.Count; part++)
                {
                    var times = shown.GetValueOrDefault(((TextContent)request.Parts[part].Content).Text);
                    var doubts = attempts.Count(attempt => attempt.Part == part && attempt.State == DeliveryState.Uncertain);
                    var isConfirmed = part < progress.PartsConfirmed;
                    var text = $"{id} part {part} {progress.State}: confirmed {isConfirmed}, in doubt {doubts} times, shown {times} times. {history}";

                    Assert.True(times <= 2 && times <= doubts + (isConfirmed ? 1 : 0), text);
                    Assert.True(!isConfirmed || times >= 1, text);
                    Assert.True(request.Redelivery == Redelivery.AtLeastOnce || times <= 1, text);
                    Assert.True(doubts == 0 || isConfirmed || progress.State == DeliveryState.Uncertain, text);
                }
            }
        }

        private async Task SendAsync(int server, Func<SendRequest, SendRequest> change)
        {
            _number++;
            var request = change(new SendRequest(CoreFixture.RoomKey, new TextContent($"{_number}")));
            try
            {
                var result = await cluster[server].Get<IMessageSender>().SendAsync(request, default).DefaultTimeout();
                _accepted.Add(result.Message!.Header.Id, request);
            }
            catch (StorageUnavailableException)
            {
                // The process has no lease at the moment.
            }
        }

        private void Connect(int server)
        {
            _at = server;
            _phone = cluster[server].Play(id: $"p{_phones.Count}");
            _phones.Add(_phone);

            // As an adapter does it, whoever has closed the connection.
            var (registry, phone) = (cluster[server].Get<IConnectionRegistry>(), _phone);
            _ = phone.Closed.ContinueWith(_ => registry.Remove(phone), TaskScheduler.Default);
        }

        private void Break()
        {
            if (_phone is { } phone)
                cluster[_at].Drop(phone);
            _phone = null;
        }
    }
}
