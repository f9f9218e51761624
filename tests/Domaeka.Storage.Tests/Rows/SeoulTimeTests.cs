using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Tests.Rows;

public sealed class SeoulTimeTests
{
    [Fact]
    public void ToText_AnyOffset_IsTheWallClockOfSeoulInSeconds()
    {
        Assert.Equal("2026-11-20 12:04:05", SeoulTime.ToText(Samples.Now));
        Assert.Equal("2027-01-01 00:00:00", SeoulTime.ToText(new DateTimeOffset(2026, 12, 31, 10, 0, 0, 999, TimeSpan.FromHours(-5))));
        Assert.Null(SeoulTime.ToText(null));
    }

    [Theory]
    [InlineData("2026-11-20 12:04:05", 5)]
    [InlineData("2026-11-20 12:04", 0)]
    [InlineData("2026-11-20T12:04:05", 5)]
    [InlineData(" 2026-11-20 12:04:05.000000 ", 5)]
    public void Read_WallClock_IsNineHoursAheadOfUtc(string text, int second) =>
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 3, 4, second, TimeSpan.Zero), SeoulTime.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("0001-01-01 00:00:00")]
    [InlineData("12:04")]
    [InlineData("soon")]
    [InlineData("2026-02-30 00:00:00")]
    public void Read_NoTime_ReturnsNull(string? text) => Assert.Null(SeoulTime.Read(text));
}
