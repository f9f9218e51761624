using System.Collections.Concurrent;
using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Delivery;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace Domaeka.Adapters.Tcp.Tests.Outbound;

public sealed class ConfirmationLedgerTests
{
    private enum Step
    {
        Write,
        Take,
        Answer,
        AnswerOld,
        End,
    }

    [Fact]
    public void Steps_InAnyOrder_EndEachDeliveryOnceAndConfirmNoneWithoutAnAnswerBehindIt()
    {
        var step = Gen.Frequency(
            (6, Gen.Constant(Step.Write)),
            (4, Gen.Constant(Step.Take)),
            (4, Gen.Constant(Step.Answer)),
            (1, Gen.Constant(Step.AnswerOld)),
            (1, Gen.Constant(Step.End)));

        Prop.ForAll(Gen.ArrayOf(step).ToArbitrary(), Check).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public async Task Threads_WriteAnswerAndEndAtOnce_EndEachDeliveryOnceAndInOrder()
    {
        for (var round = 0; round < 200; round++)
        {
            var ledger = Ledger();
            var journal = new ConcurrentQueue<(RecordedDelivery Delivery, string Call)>();
            var deliveries = Enumerable.Range(0, 100).Select(i => Deliveries.Notice($"{i}", journal)).ToArray();
            var written = 0L;
            var writing = Task.Run(() =>
            {
                foreach (var delivery in deliveries)
                {
                    ledger.Add(delivery, 1);
                    Volatile.Write(ref written, written + 1);
                    ledger.OnTaken();
                }
            });
            var reading = Task.Run(() =>
            {
                var last = 0L;
                while (last < 60)
                    ledger.Confirm(last = Volatile.Read(ref written));
                ledger.End();
                ledger.Confirm(100);
            });
            await Task.WhenAll(writing, reading).DefaultTimeout();

            var ends = journal.Where(entry => entry.Call != "written").ToArray();
            Assert.Equal(deliveries, ends.Select(entry => entry.Delivery));
            Assert.Equal(ends.OrderBy(entry => entry.Call == "lost begun"), ends);
            Assert.True(ends.Count(entry => entry.Call == "confirmed") >= 60);
            foreach (var delivery in deliveries)
                await delivery.Outcome;
        }
    }

    [Fact]
    public async Task Tell_DeliveryThrows_TheOthersHearTheirs()
    {
        var ledger = Ledger();
        var faulty = new FaultyDelivery();
        var sound = Deliveries.Notice("건강");

        ledger.Add(faulty, 1);
        ledger.Add(sound, 1);
        ledger.OnTaken();
        ledger.Confirm(2);

        Assert.Equal("confirmed", await sound.Outcome);
        Assert.Equal(2, faulty.Calls);
    }

    [Fact]
    public async Task Tell_DeliveryConfirmsTheNextFromWithin_DoesNotRecurse()
    {
        var ledger = Ledger();
        var second = Deliveries.Notice("둘");
        var seenInside = true;
        var first = new CallbackDelivery(() =>
        {
            ledger.Confirm(2);
            seenInside = second.IsDecided;
        });

        ledger.Add(first, 1);
        ledger.Add(second, 1);
        ledger.Confirm(1);

        Assert.False(seenInside);
        Assert.Equal("confirmed", await second.Outcome);
    }

    [Fact]
    public async Task IsFull_MoreBytesThanAllowed_NudgesTheWriterWhenConfirmed()
    {
        var queue = new OutboundQueue(10, 1_000);
        var ledger = new ConfirmationLedger(queue, maxBytes: 100, new NoConnection(), NullLogger.Instance);
        ledger.Add(Deliveries.Notice("하나"), 100);
        Assert.True(ledger.IsFull);
        Assert.True(queue.TryAdd(OutboundItem.For(Deliveries.Text("작다"))));
        var wait = queue.WaitToTakeAsync(onlyCritical: true);
        Assert.False(wait.IsCompleted);

        ledger.Confirm(1);

        Assert.True(await wait.DefaultTimeout());
        Assert.False(ledger.IsFull);
    }

    private static ConfirmationLedger Ledger() =>
        new(new OutboundQueue(10, 1_000), long.MaxValue, new NoConnection(), NullLogger.Instance);

    private static void Check(Step[] steps)
    {
        var ledger = Ledger();
        var journal = new ConcurrentQueue<(RecordedDelivery Delivery, string Call)>();
        var written = new List<RecordedDelivery>();
        var answered = 0;
        var taken = 0;
        var hasEnded = false;
        foreach (var step in steps)
        {
            switch (step)
            {
                case Step.Write:
                    written.Add(Deliveries.Notice($"{written.Count}", journal));
                    ledger.Add(written[^1], 1);
                    break;
                case Step.Take:
                    ledger.OnTaken();
                    taken = hasEnded ? taken : written.Count;
                    break;
                case Step.Answer:
                    ledger.Confirm(written.Count);
                    answered = hasEnded ? answered : written.Count;
                    break;
                case Step.AnswerOld:
                    ledger.Confirm(answered / 2);
                    break;
                default:
                    ledger.End();
                    hasEnded = true;
                    break;
            }

            var known = hasEnded ? written.Count : answered;
            Assert.Equal(known, written.Count(delivery => delivery.IsDecided));
            Assert.Equal(Math.Max(taken, answered), written.Count(delivery => delivery.IsWritten));
        }

        ledger.End();
        for (var i = 0; i < written.Count; i++)
            Assert.Equal(i < answered ? "confirmed" : "lost begun", written[i].Outcome.Result);
        Assert.Equal(written, journal.Where(entry => entry.Call != "written").Select(entry => entry.Delivery));
        Assert.Equal(written.Where(delivery => delivery.IsWritten), journal.Where(entry => entry.Call == "written").Select(entry => entry.Delivery));
    }

    private sealed class FaultyDelivery() : OutboundDelivery(Deliveries.Text("아프다").Message)
    {
        public int Calls { get; private set; }

        public override void OnWritten() => Fail();

        public override void OnConfirmed() => Fail();

        private void Fail()
        {
            Calls++;
            throw new InvalidOperationException("The test wants it.");
        }
    }

    private sealed class CallbackDelivery(Action onConfirmed) : OutboundDelivery(Deliveries.Text("되묻는다").Message)
    {
        public override void OnConfirmed() => onConfirmed();
    }
}
