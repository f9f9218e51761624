using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Tests.Messages;

public sealed class PhoneTimeTests
{
    private static readonly TimeZoneInfo Seoul =
        TimeZoneInfo.CreateCustomTimeZone("Seoul", TimeSpan.FromHours(9), "Seoul", "Seoul");

    [Theory]
    [InlineData("2026-11-20T22:19:42.193Z", 193)]
    [InlineData("2026-11-20T22:19:42Z", 0)]
    [InlineData("2026-11-20T22:19:42.193000+00:00", 193)]
    [InlineData("2026-11-21T07:19:42.193+09:00", 193)]
    [InlineData("2026-11-21 07:19:42", 0)]
    [InlineData("2026-11-21 07:19:42.193", 193)]
    public void TryParse_EitherForm_IsTheSameMoment(string text, int milliseconds)
    {
        Assert.True(PhoneTime.TryParse(text, Seoul, out var time));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 22, 19, 42, milliseconds, TimeSpan.Zero), time.ToUniversalTime());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("1795213182144")]
    [InlineData("2026-13-01 00:00:00")]
    [InlineData("0001-01-01 00:00:00")]
    [InlineData("9999-12-31 23:59:59")]
    [InlineData("0001-01-01T00:00:00+09:00")]
    public void TryParse_NoTime_IsFalse(string? text) => Assert.False(PhoneTime.TryParse(text, Seoul, out _));
}
