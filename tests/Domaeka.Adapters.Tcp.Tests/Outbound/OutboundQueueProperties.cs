using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Protocol.Messages;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Adapters.Tcp.Tests.Outbound;

/// <summary>Whatever is put in, given up and taken in whatever order.</summary>
public sealed class OutboundQueueProperties
{
    private const int MaxItems = 4;
    private const long MaxBytes = 20_000;

    private enum Act
    {
        Add,
        TryAdd,
        Ping,
        GiveUp,
        Take,
        TakeCritical,
    }

    [Fact]
    public void Steps_InAnyOrder_LoseNothingRepeatNothingAndKeepEveryOrderAndBound()
    {
        var step =
            from act in Gen.Frequency(
                (6, Gen.Constant(Act.Add)),
                (3, Gen.Constant(Act.TryAdd)),
                (1, Gen.Constant(Act.Ping)),
                (1, Gen.Constant(Act.GiveUp)),
                (5, Gen.Constant(Act.Take)),
                (1, Gen.Constant(Act.TakeCritical)))
            from priority in Gen.Elements(Enum.GetValues<DeliveryPriority>())
            from room in Gen.Choose(0, 3)
            from length in Gen.Elements(1, 300, 1_500, 6_000)
            select new Step(act, priority, room, length);

        Prop.ForAll(Gen.ArrayOf(step).ToArbitrary(), steps => new Run().Play(steps))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(150));
    }

    [Fact]
    public void TryTake_LanesThatAlwaysWait_EachGetsItsTurnAndTheHigherMoreOften()
    {
        var load = Gen.ArrayOf(Gen.Elements(DeliveryPriority.Reply, DeliveryPriority.Notice, DeliveryPriority.Bulk));
        Prop.ForAll(load.ToArbitrary(), Drain).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithStartSize(20).WithEndSize(400));
    }

    private static void Drain(DeliveryPriority[] load)
    {
        var queue = new OutboundQueue(int.MaxValue, long.MaxValue);
        var left = new int[4];
        foreach (var priority in load)
        {
            var item = OutboundItem.For(Deliveries.Text(priority, "x"));
            Assert.True(queue.TryAdd(item));
            left[(int)item.Priority]++;
        }

        var gap = new int[4];
        var lowerInRow = 0;
        while (queue.TryTake(out var item))
        {
            var taken = (int)item.Priority;
            left[taken]--;
            gap[taken] = 0;
            for (var lane = 0; lane < gap.Length; lane++)
            {
                if (lane != taken && left[lane] > 0)
                    Assert.InRange(++gap[lane], 0, OutboundQueue.MostPassed((OutboundPriority)lane) + 2);
            }

            // Somebody in a room waits: never for more than what is due of either kind.
            lowerInRow = taken > (int)OutboundPriority.High && left[(int)OutboundPriority.High] > 0 ? lowerInRow + 1 : 0;
            Assert.InRange(lowerInRow, 0, 2);
        }

        Assert.All(left, count => Assert.Equal(0, count));
    }

    private sealed record Step(Act Act, DeliveryPriority Priority, int Room, int Length);

    /// <summary>An item that was handed over, and whether the queue has said that it took it.</summary>
    private sealed record Entry(int Number, OutboundItem Item, Task<bool> Taken, CancellationTokenSource GivenUp);

    private sealed class Run
    {
        private readonly OutboundQueue _queue = new(MaxItems, MaxBytes);
        private readonly List<Entry> _entries = [];
        private readonly List<Entry> _taken = [];

        public void Play(Step[] steps)
        {
            foreach (var step in steps)
            {
                Do(step);
                CheckBounds();
            }

            while (Take(onlyCritical: false))
                CheckBounds();
            CheckEnd();
        }

        private void Do(Step step)
        {
            switch (step.Act)
            {
                case Act.Add or Act.Ping:
                    var givenUp = new CancellationTokenSource();
                    var item = step.Act == Act.Ping ? OutboundItem.For(new PingLine("testbot", $"{_entries.Count}")) : Make(step);
                    _entries.Add(new Entry(_entries.Count, item, _queue.AddAsync(item, givenUp.Token).AsTask(), givenUp));
                    break;
                case Act.TryAdd:
                    var tried = Make(step);
                    _entries.Add(new Entry(_entries.Count, tried, Task.FromResult(_queue.TryAdd(tried)), new CancellationTokenSource()));
                    break;
                case Act.GiveUp:
                    _entries.FindLast(entry => !entry.Taken.IsCompleted)?.GivenUp.Cancel();
                    break;
                default:
                    Take(onlyCritical: step.Act == Act.TakeCritical);
                    break;
            }
        }

        private bool Take(bool onlyCritical)
        {
            var waits = _queue.WaitToTakeAsync(onlyCritical);
            if (!_queue.TryTake(out var item, onlyCritical))
            {
                Assert.False(waits.IsCompleted);
                _queue.Nudge();
                return false;
            }

            Assert.True(waits.IsCompletedSuccessfully);
            var entry = _entries.Single(entry => entry.Item == item);
            Assert.DoesNotContain(entry, _taken);
            Assert.True(entry.Taken.DefaultTimeout().GetAwaiter().GetResult());
            if (onlyCritical)
                Assert.NotNull(item.Control);
            _taken.Add(entry);
            return true;
        }

        private void CheckBounds()
        {
            var waiting = _entries.Where(entry => IsIn(entry) && !_taken.Contains(entry)).Select(entry => entry.Item).ToArray();
            Assert.InRange(waiting.Count(item => item.Control is not null), 0, 32);
            Assert.InRange(waiting.Count(item => item.Control is null), 0, 3 * MaxItems);

            // Beyond the bound of bytes there may be one message of each priority, which came when nothing of its own waited.
            var messages = waiting.Where(item => item.Control is null).Select(item => item.Size).Order().ToArray();
            Assert.InRange(messages.SkipLast(3).Sum(), 0, MaxBytes);
        }

        private void CheckEnd()
        {
            Assert.All(_entries, entry => Assert.True(entry.Taken.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TestTimeouts.Default)));
            Assert.Equal(_entries.Where(IsIn).Select(entry => entry.Number), _taken.Select(entry => entry.Number).Order());

            foreach (var own in _taken.Where(entry => entry.Item.OrderedRoom is null).GroupBy(entry => entry.Item.Priority))
                Assert.Equal(own.Select(entry => entry.Number).Order(), own.Select(entry => entry.Number));
            foreach (var room in _taken.Where(entry => entry.Item.OrderedRoom is not null).GroupBy(entry => entry.Item.OrderedRoom))
                Assert.Equal(room.Select(entry => entry.Number).Order(), room.Select(entry => entry.Number));
        }

        // Who waits hears a moment later that there was room; until then it shows in what is taken.
        private static bool IsIn(Entry entry) => entry.Taken is { IsCompletedSuccessfully: true, Result: true };

        private static OutboundItem Make(Step step) => OutboundItem.For(Deliveries.Text(
            step.Priority, new string('x', step.Length), step.Room == 0 ? null : new RoomKey("testbot", $"{step.Room}")));
    }
}
