using Domaeka.Adapters.Tcp.Liveness;
using Domaeka.Core.Connections;

namespace Domaeka.Adapters.Tcp.Tests.Liveness;

public sealed class RoundTripWindowTests
{
    private readonly RoundTripWindow _window = new();

    [Fact]
    public void Summarize_OneSample_IsEveryFigure()
    {
        var only = TimeSpan.FromMilliseconds(12.5);
        _window.Add(only);

        Assert.Equal(new RoundTripStatistics(only, only, only, only, 1), _window.Summarize());
    }

    [Fact]
    public void Summarize_HundredSamples_NearestRank()
    {
        foreach (var milliseconds in Enumerable.Range(1, 100).Reverse())
            _window.Add(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(
            new RoundTripStatistics(
                TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(50.5), TimeSpan.FromMilliseconds(95), 100),
            _window.Summarize());
    }

    [Fact]
    public void Add_MoreThanAHundred_TakesThePlaceOfTheOldest()
    {
        _window.Add(TimeSpan.FromHours(1));
        for (var i = 0; i < 2 * RoundTripWindow.Length; i++)
            _window.Add(TimeSpan.FromMilliseconds(i < RoundTripWindow.Length ? 1_000 : 20));

        var figures = _window.Summarize();

        Assert.Equal(100, figures.Samples);
        Assert.Equal(TimeSpan.FromMilliseconds(20), figures.Percentile95);
        Assert.Equal(TimeSpan.FromMilliseconds(20), figures.Mean);
    }

    [Fact]
    public void Add_LongerThanTheNumberHolds_IsTheLongestThatItHolds()
    {
        _window.Add(TimeSpan.FromDays(1));
        _window.Add(TimeSpan.FromSeconds(-1));

        Assert.Equal(TimeSpan.FromMicroseconds(int.MaxValue), _window.Summarize().Percentile95);
        Assert.Equal(TimeSpan.Zero, _window.Last);
    }
}
