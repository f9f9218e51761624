using Domaeka.Core.Approval;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Core.Tests.Outbox.Lanes;

/// <summary>Whatever happens in whatever order: the promise about what appears and what is claimed holds.</summary>
public class DeliveryModelTests
{
    private enum Step
    {
        Send,
        SendOnce,
        SendParts,
        SendCollapsing,
        SendExpiring,
        Connect,
        Write,
        WriteIntoTheVoid,
        Confirm,
        Break,
        Replace,
        Revoke,
        Approve,
        Cancel,
        Advance,
        Restart,
        LoseDatabase,
    }

    [Fact]
    public void Delivery_AnyHistory_KeepsThePromise() =>
        Prop.ForAll(
            Gen.Frequency((3, Gen.Elements(Step.Connect, Step.Write, Step.Break, Step.Send)), (2, Gen.Elements(Enum.GetValues<Step>())))
                .ListOf(60).ToArbitrary(),
            steps => RunAsync([.. steps]).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static async Task<bool> RunAsync(Step[] steps)
    {
        var world = new World();
        try
        {
            await world.StartAsync();
            foreach (var step in steps)
                await world.DoAsync(step);
            await world.FinishAsync();
            world.Judge(string.Join(", ", steps));
            return true;
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    private sealed class World : IAsyncDisposable
    {
        private InMemoryOutboxStore _outbox = new();
        private readonly List<PlayedPhone> _phones = [];
        private readonly Dictionary<string, SendRequest> _accepted = [];
        private CoreFixture _core = null!;
        private PlayedPhone? _phone;
        private DateTimeOffset _now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        private bool _journalWaits;
        private int _number;

        public async Task StartAsync()
        {
            _core = await CoreFixture.StartApprovedAsync(prepare: core => core.Clock.SetWallClock(_now), outbox: _outbox);
        }

        public async Task DoAsync(Step step)
        {
            switch (step)
            {
                case Step.Send:
                    await SendAsync(request => request);
                    break;
                case Step.SendOnce:
                    await SendAsync(request => request with { Redelivery = Redelivery.AtMostOnce });
                    break;
                case Step.SendParts:
                    await SendAsync(request => request with
                    {
                        Parts = [.. Enumerable.Range(0, 3).Select(part => new MessagePart(new TextContent($"{_number}.{part}"), TimeSpan.FromSeconds(part)))],
                    });
                    break;
                case Step.SendCollapsing:
                    await SendAsync(request => request with { CollapseKey = "key" });
                    break;
                case Step.SendExpiring:
                    await SendAsync(request => request with { ExpireAt = _core.Clock.GetUtcNow().AddSeconds(5), Priority = DeliveryPriority.Bulk });
                    break;
                case Step.Connect when _phone is null:
                    Connect();
                    break;
                case Step.Write when _phone is { } phone:
                    // What was just let go is on its way through the journal; a moment lets most of it arrive.
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
                case Step.Replace when _phone is not null:
                    Connect();
                    break;
                case Step.Revoke:
                    await SetRoomAsync(ApprovalStatus.Revoked);
                    break;
                case Step.Approve:
                    await SetRoomAsync(ApprovalStatus.Approved);
                    break;
                case Step.Cancel when _accepted.Count > 0:
                    // A message in the phone's queue is only taken back when its turn comes, so the answer may take until then.
                    _ = _core.Get<IMessageSender>().CancelAsync(_accepted.Keys.ElementAt(Random.Shared.Next(_accepted.Count)), default);
                    break;
                case Step.Advance:
                    _core.Clock.Advance(TimeSpan.FromSeconds(3));
                    break;
                case Step.Restart:
                    await RestartAsync();
                    break;
                case Step.LoseDatabase:
                    _outbox.IsDown = !_outbox.IsDown;
                    _journalWaits = true;
                    break;
            }

            Assert.True(_phone is null || _phone.UnconfirmedCount + _phone.WaitingCount <= 16, "The window was overrun.");
        }

        /// <summary>Everything is well again, for as long as it takes.</summary>
        public async Task FinishAsync()
        {
            _outbox.IsDown = false;
            await SetRoomAsync(ApprovalStatus.Approved);
            if (_phone is null)
                Connect();
            await Eventually.TrueAsync(() =>
            {
                _phone!.Write();
                _phone.Confirm();
                _core.Clock.Advance(TimeSpan.FromSeconds(1));
                return _accepted.Keys.All(id => _outbox.Row(id).Progress.IsEnded);
            });
        }

        public void Judge(string history)
        {
            var shown = _phones.SelectMany(phone => phone.ShownTexts).GroupBy(text => text).ToDictionary(group => group.Key, group => group.Count());
            foreach (var (id, request) in _accepted)
            {
                var progress = _outbox.Row(id).Progress;
                var attempts = _outbox.Attempts(id);
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

                Assert.Equal(progress.PartsConfirmed == request.Parts.Count, progress.State == DeliveryState.Confirmed);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _outbox.IsDown = false;
            await EndAsync();
        }

        private async Task EndAsync()
        {
            // The journal may be waiting before it tries the database again.
            var ending = _core.DisposeAsync().AsTask();
            await Eventually.TrueAsync(() =>
            {
                if (!ending.IsCompleted)
                    _core.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return ending.IsCompleted;
            });
            await ending;
        }

        private async Task SendAsync(Func<SendRequest, SendRequest> change)
        {
            _number++;
            var request = change(new SendRequest(CoreFixture.RoomKey, new TextContent($"{_number}")));
            try
            {
                // The journal may be waiting before it tries the database again.
                var sending = _core.Get<IMessageSender>().SendAsync(request, default);
                await Eventually.TrueAsync(() =>
                {
                    if (_journalWaits && !sending.IsCompleted)
                        _core.Clock.Advance(TimeSpan.FromMilliseconds(100));
                    return sending.IsCompleted;
                });
                var result = await sending;
                _journalWaits = false;
                _accepted.Add(result.Message!.Header.Id, request);
            }
            catch (Core.Storage.StorageUnavailableException)
            {
                Assert.True(_outbox.IsDown);
            }
        }

        private void Connect()
        {
            var replaced = _phone;
            _phone = _core.Play(id: $"p{_phones.Count}");
            _phones.Add(_phone);
            if (replaced is not null)
                _core.Drop(replaced);
        }

        private void Break()
        {
            if (_phone is { } phone)
                _core.Drop(phone);
            _phone = null;
        }

        private Task SetRoomAsync(ApprovalStatus status) =>
            _core.Get<IRoomDirectory>().UpdateAsync(CoreFixture.RoomKey, new RoomUpdate { Status = status }, default);

        /// <summary>As <c>kill -9</c> does it: what was not stored is gone.</summary>
        private async Task RestartAsync()
        {
            _now = _core.Clock.GetUtcNow();
            _phone = null;
            _outbox.IsDown = false;
            _outbox = _outbox.Inherit();
            await EndAsync();
            await StartAsync();
        }
    }
}
