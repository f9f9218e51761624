extern alias samples;

using TimeText = samples::Domaeka.Samples.Client.TimeText;
using UsageException = samples::Domaeka.Samples.Client.UsageException;

namespace Domaeka.Api.Tests.Samples;

public sealed class TimeTextTests
{
    private static readonly TimeZoneInfo Seoul = TimeZoneInfo.CreateCustomTimeZone("KST", TimeSpan.FromHours(9), "KST", "KST");
    private static readonly DateTimeOffset Now = new(2026, 12, 24, 18, 30, 0, TimeSpan.FromHours(9));

    [Theory]
    [InlineData("19:00", "2026-12-24T19:00:00+09:00")]
    [InlineData("18:30", "2026-12-25T18:30:00+09:00")]
    [InlineData("2026-12-31 07:05", "2026-12-31T07:05:00+09:00")]
    [InlineData("2026-12-31 07:05:09", "2026-12-31T07:05:09+09:00")]
    [InlineData("2026-12-31T07:05:09Z", "2026-12-31T07:05:09+00:00")]
    [InlineData("2026-12-31T07:05:09.123+01:00", "2026-12-31T07:05:09.123+01:00")]
    [InlineData("+90s", "2026-12-24T18:31:30+09:00")]
    [InlineData("+2h", "2026-12-24T20:30:00+09:00")]
    [InlineData("+1d", "2026-12-25T18:30:00+09:00")]
    public void Parse_KnownForm_IsThatTime(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), TimeText.Parse(text, Now, Seoul));

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("+5")]
    [InlineData("+m")]
    [InlineData("+99999999d")]
    [InlineData("25:00")]
    [InlineData("tomorrow")]
    public void Parse_Anything_SaysWhatToWrite(string text)
    {
        var exception = Assert.Throws<UsageException>(() => TimeText.Parse(text, Now, Seoul));

        Assert.Contains("19:00", exception.Message, StringComparison.Ordinal);
    }
}
