using System.Text;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Tests.Rows;

public sealed class StoredTimeTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 1, 2, 3, 40, TimeSpan.Zero);

    [Fact]
    public void ToText_OtherZone_IsUtcOfFixedWidth()
    {
        Assert.Equal("2026-11-20 01:02:03.040", StoredTime.ToText(Time.ToOffset(TimeSpan.FromHours(9))));
        Assert.Equal(StoredTime.Length, StoredTime.ToText(DateTimeOffset.MinValue).Length);
        Assert.Equal(StoredTime.Length, StoredTime.ToText(DateTimeOffset.MaxValue).Length);
    }

    [Fact]
    public void Write_AnyTime_IsTheSameAsToText()
    {
        var text = new byte[StoredTime.Length];

        StoredTime.Write(Time, text);

        Assert.Equal(StoredTime.ToText(Time), Encoding.UTF8.GetString(text));
    }

    [Theory]
    [InlineData("2026-11-20 01:02:03.040")]
    [InlineData("2026-11-20 01:02:03.040000")]
    [InlineData("2026-11-20T01:02:03.04Z")]
    [InlineData("2026-11-20 10:02:03.04+09:00")]
    public void Read_FormsOfOtherPrograms_AreTheSameTime(string text) => Assert.Equal(Time, StoredTime.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("soon")]
    public void Read_NoTime_IsNull(string text) => Assert.Null(StoredTime.Read(text));

    [Theory]
    [InlineData("2026-11-20 01:02:03.040")]
    [InlineData("2026-11-20 01:02:03.040000")]
    [InlineData("2026-11-20T01:02:03.040")]
    [InlineData("2026-02-30 01:02:03.040")]
    [InlineData("2026-13-20 01:02:03.040")]
    [InlineData("2026-11-20 24:02:03.040")]
    [InlineData("2026-11-20 01:60:03.040")]
    [InlineData("2026-11-20 01:02:60.040")]
    [InlineData("0000-00-00 00:00:00.000")]
    [InlineData("2028-02-29 23:59:59.999")]
    [InlineData("20x6-11-20 01:02:03.040")]
    [InlineData("2026-11-20 01:02:03.04Z")]
    [InlineData("")]
    public void Read_Utf8_IsTheSameAsText(string text) => Assert.Equal(StoredTime.Read(text), StoredTime.Read(Encoding.UTF8.GetBytes(text)));
}
