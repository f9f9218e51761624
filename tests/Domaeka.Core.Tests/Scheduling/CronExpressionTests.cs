using System.Globalization;
using Domaeka.Core.Scheduling;

namespace Domaeka.Core.Tests.Scheduling;

public sealed class CronExpressionTests
{
    // 2026-11-20 is a Friday.
    [Theory]
    [InlineData("*/7 * * * *", "11-20 00:00", "11-20 00:07 11-20 00:14 11-20 00:21")]
    [InlineData("5/20 * * * *", "11-20 00:05", "11-20 00:25 11-20 00:45 11-20 01:05")]
    [InlineData("0 9-18/4 * * *", "11-20 10:00", "11-20 13:00 11-20 17:00 11-21 09:00")]
    [InlineData("30 19 * * MON-FRI", "11-20 19:30", "11-23 19:30 11-24 19:30 11-25 19:30")]
    [InlineData("0 9 * * 7", "11-20 00:00", "11-22 09:00 11-29 09:00 12-06 09:00")]
    [InlineData("0 9 * * 0,sat", "11-20 00:00", "11-21 09:00 11-22 09:00 11-28 09:00")]
    [InlineData("0 9 1 * MON", "11-20 00:00", "11-23 09:00 11-30 09:00 12-01 09:00")]
    [InlineData("0 9 */2 * MON", "11-20 00:00", "11-23 09:00 12-07 09:00 12-21 09:00")]
    [InlineData("0 9 31 * *", "11-20 00:00", "12-31 09:00 01-31 09:00 03-31 09:00")]
    [InlineData("0 0 1 jan,JUL *", "11-20 00:00", "01-01 00:00 07-01 00:00 01-01 00:00")]
    [InlineData("  0   0  29 2 *", "11-20 00:00", "02-29 00:00 02-29 00:00 02-29 00:00")]
    public void NextLocal_Expression_GivesTheTimesOfUnixCron(string text, string after, string expected)
    {
        Assert.True(CronExpression.TryParse(text, out var cron, out _));

        var times = new List<DateTime>();
        for (var time = DateTime.ParseExact("2026-" + after, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture); times.Count < 3; times.Add(time))
            time = cron.NextLocal(time)!.Value;

        Assert.Equal(expected, string.Join(' ', times.Select(time => time.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    [InlineData("@daily")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * 32 * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 8")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("*/60 * * * *")]
    [InlineData("1,,2 * * * *")]
    [InlineData("1- * * * *")]
    [InlineData("-1 * * * *")]
    [InlineData("+1 * * * *")]
    [InlineData("1.5 * * * *")]
    [InlineData("99999999999 * * * *")]
    [InlineData("? * * * *")]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6 *")]
    public void TryParse_NoExpression_SaysWhatIsWrong(string? text)
    {
        Assert.False(CronExpression.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void TryParse_EndlessText_IsRefused() =>
        Assert.False(CronExpression.TryParse(string.Join(',', Enumerable.Repeat("1", 200)) + " * * * *", out _, out _));
}
