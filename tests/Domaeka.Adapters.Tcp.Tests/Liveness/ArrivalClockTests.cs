using Domaeka.Adapters.Tcp.Liveness;

namespace Domaeka.Adapters.Tcp.Tests.Liveness;

public sealed class ArrivalClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ArrivalClock _clock;

    public ArrivalClockTests() => _clock = new ArrivalClock(_time);

    [Fact]
    public void OnRead_HadToWait_ArrivedNow()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.OnRead(100, wereThere: false);

        Assert.Equal(new Arrival(_time.GetTimestamp()), _clock.Arrival);
    }

    [Fact]
    public void OnRead_WereThereAfterLongWork_MayHaveWaited()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.OnRead(100, wereThere: true);

        Assert.Equal(new Arrival(_time.GetTimestamp(), _time.GetTimestamp()), _clock.Arrival);
    }

    [Fact]
    public void OnRead_WereThereAfterAMoment_DoesNotMatter()
    {
        _time.Advance(TimeSpan.FromMilliseconds(5));
        _clock.OnRead(100, wereThere: true);

        Assert.Equal(new Arrival(_time.GetTimestamp()), _clock.Arrival);
    }

    [Fact]
    public void OnRead_BehindASmallBacklog_IsKnownAgain()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.OnRead(100, wereThere: true);
        _time.Advance(TimeSpan.FromSeconds(1));
        _clock.OnRead(100, wereThere: false);

        Assert.Equal(new Arrival(_time.GetTimestamp()), _clock.Arrival);
    }

    [Fact]
    public void OnRead_BehindABacklogThatMayHaveFilledTheTransport_RemembersWhenItWasFound()
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.OnRead(1024 * 1024, wereThere: true);
        var backlogUntil = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(1));
        _clock.OnRead(100, wereThere: false);

        Assert.Equal(new Arrival(_time.GetTimestamp(), backlogUntil), _clock.Arrival);
    }

    [Fact]
    public void LastAt_ClockSetBack_StaysAsLongAgoAsItWas()
    {
        _clock.OnRead(100, wereThere: false);
        _time.Advance(TimeSpan.FromSeconds(30));
        _time.SetWallClock(_time.GetUtcNow().AddHours(-1));

        Assert.Equal(_time.GetUtcNow().AddSeconds(-30), _clock.LastAt);
    }
}
