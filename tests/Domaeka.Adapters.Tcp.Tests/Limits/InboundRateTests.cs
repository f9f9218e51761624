using Domaeka.Adapters.Tcp.Limits;

namespace Domaeka.Adapters.Tcp.Tests.Limits;

public sealed class InboundRateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void CountLine_BeyondTheBurst_WaitsAsLongAsTheRateNeeds()
    {
        var rate = Make(new PhoneLimitOptions { LinesPerSecond = 10, LineBurst = 100 });
        for (var i = 0; i < 100; i++)
            rate.CountLine();
        Assert.False(rate.IsExhausted);
        rate.CountLine();
        Assert.True(rate.IsExhausted);

        Assert.Equal(TimeSpan.FromMilliseconds(100), rate.NextWait());
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.Zero, rate.NextWait());
        Assert.False(rate.IsExhausted);
    }

    [Fact]
    public void CountBytes_BeyondTheBurst_WaitsInSteps()
    {
        var rate = Make(new PhoneLimitOptions { BytesPerSecond = 1_024, ByteBurst = 2_048 });
        rate.CountBytes(2_048 + 1_024, _time.GetTimestamp());

        Assert.Equal(TimeSpan.FromMilliseconds(250), rate.NextWait());
        _time.Advance(TimeSpan.FromMilliseconds(990));
        Assert.Equal(TimeSpan.FromMilliseconds(50), rate.NextWait());
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(TimeSpan.Zero, rate.NextWait());
    }

    [Fact]
    public void CountLine_LongSilence_SavesUpNoMoreThanTheBurst()
    {
        var rate = Make(new PhoneLimitOptions { LinesPerSecond = 10, LineBurst = 100 });
        _time.Advance(TimeSpan.FromHours(1));
        rate.CountBytes(1, _time.GetTimestamp());
        for (var i = 0; i < 101; i++)
            rate.CountLine();

        Assert.True(rate.IsExhausted);
    }

    [Fact]
    public void CountLine_NoLimit_NeverWaits()
    {
        var rate = Make(new PhoneLimitOptions { LinesPerSecond = 0, BytesPerSecond = 0 });
        rate.CountBytes(long.MaxValue / 2, _time.GetTimestamp());
        for (var i = 0; i < 100_000; i++)
            rate.CountLine();

        Assert.False(rate.IsExhausted);
        Assert.Equal(TimeSpan.Zero, rate.NextWait());
    }

    private InboundRate Make(PhoneLimitOptions options) => new(options, _time);
}
