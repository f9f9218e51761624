using System.Globalization;
using Domaeka.Adapters.Tcp.Liveness;

namespace Domaeka.Adapters.Tcp.Tests.Liveness;

public sealed class PingTokensTests
{
    [Fact]
    public void Next_ClockStandsStillOrGoesBack_StillGoesUp()
    {
        var time = new FakeTimeProvider();
        var tokens = new PingTokens(time);

        var made = Enumerable.Range(0, 20).Select(_ => tokens.Next()).ToList();
        time.SetWallClock(time.GetUtcNow() - TimeSpan.FromHours(1));
        made.AddRange(Enumerable.Range(0, 20).Select(_ => tokens.Next()));

        Assert.Equal(made, made.Order(StringComparer.Ordinal));
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public void Next_Token_ReadsLikeATimeStampAndCannotBeGuessed()
    {
        var time = new FakeTimeProvider();

        var one = new PingTokens(time).Next();
        var other = new PingTokens(time).Next();

        Assert.StartsWith("2026-11-20 00:00:00.000", one, StringComparison.Ordinal);
        Assert.True(DateTime.TryParseExact(
            one[..23], "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
        Assert.Equal(18, one[23..].Count(char.IsAsciiDigit));
        Assert.NotEqual(one, other);
    }
}
