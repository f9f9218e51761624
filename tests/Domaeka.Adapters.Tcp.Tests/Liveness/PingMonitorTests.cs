using Domaeka.Adapters.Tcp.Liveness;

namespace Domaeka.Adapters.Tcp.Tests.Liveness;

public sealed class PingMonitorTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakePingHost _host = new();
    private readonly PingMonitor _monitor;

    public PingMonitorTests()
    {
        _monitor = new PingMonitor(_host, new TcpOptions(), _time);
        _host.WritesAtOnce = _monitor;
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Start_FirstPing_IsSentAtOnce()
    {
        _monitor.Start();

        Assert.Single(_host.Sent);
    }

    [Fact]
    public void Ticks_PhoneAnswers_PingEveryThirtySecondsAfterAFirstSpread()
    {
        _monitor.Start();
        AnswerNewest();

        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Single(_host.Sent);
        _time.Advance(TimeSpan.FromSeconds(15.2));
        Assert.Equal(2, _host.Sent.Count);

        for (var ping = 3; ping <= 6; ping++)
        {
            AnswerNewest();
            var before = _time.GetUtcNow();
            while (_host.Sent.Count < ping)
                _time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.InRange((_time.GetUtcNow() - before).TotalSeconds, 1, 32);
        }

        Assert.Null(_host.Unanswered);
    }

    [Fact]
    public void Delay_ManyPhonesAtOnce_SpreadsThem()
    {
        var delays = Enumerable.Range(0, 1_000).Select(_ => PingSpread.Delay(TimeSpan.FromSeconds(30), isFirst: true).TotalSeconds).ToArray();

        Assert.All(delays, delay => Assert.InRange(delay, 15, 30));
        Assert.True(delays.Select(delay => (int)delay).Distinct().Count() >= 12);
    }

    [Fact]
    public void Ticks_NoAnswerForNinetySeconds_IsDead()
    {
        _monitor.Start();

        _time.Advance(TimeSpan.FromSeconds(89.9));
        Assert.Null(_host.Unanswered);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.NotNull(_host.Unanswered);
        Assert.InRange(_host.Sent.Count, 3, 4);
    }

    [Fact]
    public void Ticks_Dead_SaysItOnceAndSendsNothingMore()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromSeconds(91));
        var sent = _host.Sent.Count;

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(sent, _host.Sent.Count);
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public void Ticks_MediaWrittenBeforeThePing_TimeoutCountsFromTheirEnd()
    {
        for (var picture = 0; picture < 10; picture++)
            _monitor.OnPhoneBusy(TimeSpan.FromSeconds(16.2));
        _monitor.Start();

        _time.Advance(TimeSpan.FromSeconds(162 + 89));
        Assert.Null(_host.Unanswered);
        _time.Advance(TimeSpan.FromSeconds(1.1));

        Assert.NotNull(_host.Unanswered);
    }

    [Fact]
    public void Ticks_MediaWrittenBehindThePing_DoNotExcuseIt()
    {
        _monitor.Start();
        _monitor.OnPhoneBusy(TimeSpan.FromMinutes(10));

        _time.Advance(TimeSpan.FromSeconds(90.1));

        Assert.NotNull(_host.Unanswered);
    }

    [Fact]
    public void Ticks_ServerDoesNotRead_TheClockStands()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromSeconds(60));
        _monitor.Pause();
        _time.Advance(TimeSpan.FromMinutes(30));
        _monitor.Resume();

        _time.Advance(TimeSpan.FromSeconds(29.5));
        Assert.Null(_host.Unanswered);
        _time.Advance(TimeSpan.FromSeconds(0.6));
        Assert.NotNull(_host.Unanswered);
    }

    [Fact]
    public void Ticks_PingStillWaitsAndPhoneTakesBytes_IsAlive()
    {
        _host.WritesAtOnce = null;
        _monitor.Start();

        for (var second = 0; second < 300; second += 60)
        {
            _time.Advance(TimeSpan.FromSeconds(60));
            _monitor.OnProgress();
        }

        Assert.Null(_host.Unanswered);
        _time.Advance(TimeSpan.FromSeconds(90.1));
        Assert.NotNull(_host.Unanswered);
    }

    [Fact]
    public void Ticks_NothingHeardForTheIdleTimeout_IsIdle()
    {
        var host = new FakePingHost();
        using var monitor = new PingMonitor(
            host,
            new TcpOptions { PingInterval = TimeSpan.FromHours(1), PingTimeout = TimeSpan.FromMinutes(10) },
            _time);
        host.WritesAtOnce = monitor;
        monitor.Start();
        Assert.True(monitor.TryAnswer(host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out _));
        _time.Advance(TimeSpan.FromMinutes(5));
        monitor.OnInbound();

        _time.Advance(TimeSpan.FromSeconds(599));
        Assert.Null(host.IdleFor);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(host.IdleFor);
    }

    [Fact]
    public void TryAnswer_OwnToken_MeasuresTheRoundTripOnArrival()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromMilliseconds(250));
        var arrivedAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(arrivedAt), out _));

        Assert.Equal(TimeSpan.FromMilliseconds(250), _monitor.LastRoundTrip);
    }

    [Fact]
    public void TryAnswer_SameTokenTwice_CountsOnce()
    {
        _monitor.Start();

        Assert.True(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out _));
        Assert.False(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-20 00:00:00.000")]
    public void TryAnswer_TokenThatWasNotSent_DoesNotCount(string? token)
    {
        _monitor.Start();

        Assert.False(_monitor.TryAnswer(token, new Arrival(_time.GetTimestamp()), out _));
        Assert.Null(_monitor.LastRoundTrip);
    }

    [Fact]
    public void TryAnswer_PingNotWrittenYet_DoesNotCount()
    {
        _host.WritesAtOnce = null;
        _monitor.Start();

        Assert.False(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out _));
    }

    [Fact]
    public void TryAnswer_NewerOfTwo_SettlesTheOlderToo()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(2, _host.Sent.Count);

        AnswerNewest();
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Null(_host.Unanswered);
        Assert.False(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out _));
    }

    [Fact]
    public void TryAnswer_PingBehindMedia_LeavesTheRoundTripAlone()
    {
        _monitor.Start();
        AnswerNewest();
        _monitor.OnPhoneBusy(TimeSpan.FromSeconds(5));
        var behindMedia = _monitor.NextBarrier(1)!;
        var behindIt = _monitor.NextBarrier(2)!;
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.True(_monitor.TryAnswer(behindMedia.Token, new Arrival(_time.GetTimestamp()), out _));
        Assert.True(_monitor.TryAnswer(behindIt.Token, new Arrival(_time.GetTimestamp()), out _));
        Assert.Equal(TimeSpan.Zero, _monitor.LastRoundTrip);

        var free = _monitor.NextBarrier(3)!;
        _time.Advance(TimeSpan.FromMilliseconds(30));
        Assert.True(_monitor.TryAnswer(free.Token, new Arrival(_time.GetTimestamp()), out _));
        Assert.Equal(TimeSpan.FromMilliseconds(30), _monitor.LastRoundTrip);
    }

    [Fact]
    public void TryAnswer_Barriers_SettleTheirDeliveriesAndThoseBefore()
    {
        var first = _monitor.NextBarrier(3)!;
        var second = _monitor.NextBarrier(5)!;

        Assert.True(_monitor.TryAnswer(second.Token, new Arrival(_time.GetTimestamp()), out var settlement));
        Assert.Equal(new PingSettlement(5, LetsBarrierGo: false, IsOfSchedule: false, RoundTrip: TimeSpan.Zero), settlement);
        Assert.False(_monitor.TryAnswer(first.Token, new Arrival(_time.GetTimestamp()), out settlement));
        Assert.Equal(default, settlement);
    }

    [Fact]
    public void TryAnswer_PingOfTheSchedule_SaysSoAndHowLongItTook()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromMilliseconds(40));

        Assert.True(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out var settlement));

        Assert.Equal(new PingSettlement(0, LetsBarrierGo: false, IsOfSchedule: true, TimeSpan.FromMilliseconds(40)), settlement);
        Assert.Equal(1, _monitor.RoundTrips!.Samples);
    }

    [Fact]
    public void TryAnswer_WrittenWhileSomethingLayUnread_IsTakenButMeasuresNothing()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromSeconds(10));
        var now = _time.GetTimestamp();

        Assert.True(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(now, BacklogUntil: now), out var settlement));

        Assert.Null(settlement.RoundTrip);
        Assert.Null(_monitor.LastRoundTrip);
        Assert.Null(_monitor.RoundTrips);
    }

    [Fact]
    public void TryAnswer_LayUnreadForAMomentAtMost_MeasuresAllTheSame()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        var now = _time.GetTimestamp();

        Assert.True(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(now, BacklogUntil: now), out _));

        Assert.Equal(TimeSpan.FromMilliseconds(5), _monitor.LastRoundTrip);
    }

    [Fact]
    public void TryAnswer_WrittenBehindTheBacklog_MeasuresAgain()
    {
        _monitor.Start();
        var backlogUntil = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.True(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(_time.GetTimestamp(), backlogUntil), out _));

        Assert.Equal(TimeSpan.FromMilliseconds(25), _monitor.LastRoundTrip);
    }

    [Fact]
    public void Missed_PingsThatALaterAnswerOvertook_Count()
    {
        _monitor.NextBarrier(1);
        _monitor.NextBarrier(2);
        var third = _monitor.NextBarrier(3)!;
        Assert.Equal(0, _monitor.Missed);

        Assert.True(_monitor.TryAnswer(third.Token, new Arrival(_time.GetTimestamp()), out _));

        Assert.Equal(2, _monitor.Missed);
    }

    [Fact]
    public void Missed_PhoneIsDead_CountsWhatItLeftUnanswered()
    {
        _monitor.Start();
        _time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(0, _monitor.Missed);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.NotNull(_host.Unanswered);
        Assert.Equal(_host.Sent.Count, _monitor.Missed);
    }

    [Fact]
    public void NextBarrier_TooManyUnanswered_IsOwedUntilAnAnswerComes()
    {
        var barriers = Enumerable.Range(1, 4).Select(i => _monitor.NextBarrier(i)!).ToArray();

        Assert.Null(_monitor.NextBarrier(5));
        Assert.True(_monitor.TryAnswer(barriers[0].Token, new Arrival(_time.GetTimestamp()), out var settlement));
        Assert.True(settlement.LetsBarrierGo);
        Assert.NotNull(_monitor.NextBarrier(5));
        Assert.True(_monitor.TryAnswer(barriers[1].Token, new Arrival(_time.GetTimestamp()), out settlement));
        Assert.False(settlement.LetsBarrierGo);
    }

    [Fact]
    public void NextBarrier_BeforeAPingThatWaits_IsAnsweredBeforeIt()
    {
        _host.WritesAtOnce = null;
        _monitor.Start();
        var barrier = _monitor.NextBarrier(1)!;
        _monitor.OnPingWritten(_host.Sent[0], 2);

        Assert.True(_monitor.TryAnswer(barrier.Token, new Arrival(_time.GetTimestamp()), out var settlement));
        Assert.Equal(1, settlement.ConfirmsThrough);
        Assert.True(_monitor.TryAnswer(_host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out settlement));
        Assert.Equal(2, settlement.ConfirmsThrough);
    }

    [Fact]
    public void NextBarrier_Unanswered_IsDeadAfterTheTimeoutHoweverFarTheNextPingIs()
    {
        var host = new FakePingHost();
        using var monitor = new PingMonitor(host, new TcpOptions { PingInterval = TimeSpan.FromHours(1), IdleTimeout = TimeSpan.FromHours(2) }, _time);
        host.WritesAtOnce = monitor;
        monitor.Start();
        Assert.True(monitor.TryAnswer(host.Sent[0].Token, new Arrival(_time.GetTimestamp()), out _));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.NotNull(monitor.NextBarrier(1));
        monitor.OnProgress();

        _time.Advance(TimeSpan.FromSeconds(89));
        Assert.Null(host.Unanswered);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(host.Unanswered);
    }

    [Fact]
    public void NextBarrier_TransportTakesLong_TimeoutCountsFromItsEnd()
    {
        _monitor.Start();
        AnswerNewest();
        Assert.NotNull(_monitor.NextBarrier(1));
        _time.Advance(TimeSpan.FromSeconds(80));
        _monitor.OnProgress();

        _time.Advance(TimeSpan.FromSeconds(89));
        Assert.Null(_host.Unanswered);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(_host.Unanswered);
    }

    [Fact]
    public void TryAnswer_MediaTookLongerThanExpected_TheNextOnesBeginNow()
    {
        _monitor.OnPhoneBusy(TimeSpan.FromSeconds(5));
        var first = _monitor.NextBarrier(1)!;
        _monitor.OnPhoneBusy(TimeSpan.FromSeconds(60));
        var second = _monitor.NextBarrier(2)!;
        _monitor.OnProgress();
        _monitor.Start();

        // 85 s instead of 5: the second one now has its 60 s and the time-out before it.
        _time.Advance(TimeSpan.FromSeconds(85));
        Assert.True(_monitor.TryAnswer(first.Token, new Arrival(_time.GetTimestamp()), out _));
        _time.Advance(TimeSpan.FromSeconds(149));
        Assert.Null(_host.Unanswered);
        Assert.True(_monitor.TryAnswer(second.Token, new Arrival(_time.GetTimestamp()), out _));
    }

    [Fact]
    public void TryAnswer_MediaTookLessThanExpected_TheNextPingHasNoExcuse()
    {
        _monitor.OnPhoneBusy(TimeSpan.FromMinutes(10));
        var barrier = _monitor.NextBarrier(1)!;
        Assert.True(_monitor.TryAnswer(barrier.Token, new Arrival(_time.GetTimestamp()), out _));
        _monitor.Start();

        _time.Advance(TimeSpan.FromSeconds(90.1));

        Assert.NotNull(_host.Unanswered);
    }

    [Fact]
    public void NextBarrier_AfterTheEnd_IsNone()
    {
        _monitor.Dispose();

        Assert.Null(_monitor.NextBarrier(1));
    }

    private void AnswerNewest() => Assert.True(_monitor.TryAnswer(_host.Sent[^1].Token, new Arrival(_time.GetTimestamp()), out _));
}
