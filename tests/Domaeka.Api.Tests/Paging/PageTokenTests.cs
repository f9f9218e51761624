using Domaeka.Api.Paging;

namespace Domaeka.Api.Tests.Paging;

public sealed class PageTokenTests
{
    private static readonly string[] Filter = ["devices", "봇", "Pending"];

    [Fact]
    public void TryRead_OwnToken_GivesThePosition()
    {
        var token = PageToken.Write(Filter, ["봇", "device 1"]);

        Assert.True(PageToken.TryRead(token, Filter, 2, out var position));
        Assert.Equal(["봇", "device 1"], position);
    }

    [Fact]
    public void TryRead_OtherFilter_IsRefused()
    {
        var token = PageToken.Write(Filter, ["봇", "device 1"]);

        Assert.False(PageToken.TryRead(token, ["devices", "봇", "Approved"], 2, out _));
        Assert.False(PageToken.TryRead(token, ["rooms", "봇", "Pending"], 2, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAA")]
    public void TryRead_Garbage_IsRefused(string token) => Assert.False(PageToken.TryRead(token, Filter, 2, out _));

    [Fact]
    public void TryRead_EveryChangedLetter_IsRefused()
    {
        var token = PageToken.Write(Filter, ["bot", "device"]);

        for (var i = 0; i < token.Length - 1; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.False(PageToken.TryRead(new string(changed), Filter, 2, out _));
        }
    }

    [Fact]
    public void TryRead_TooLong_IsRefused() => Assert.False(PageToken.TryRead(new string('A', 4_096), Filter, 2, out _));

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 1)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_001, 1_000)]
    public void Resolve_WishedSize_StaysInBounds(int wished, int expected) => Assert.Equal(expected, PageSize.Resolve(wished));
}
