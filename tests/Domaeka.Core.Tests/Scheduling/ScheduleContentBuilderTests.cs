using Domaeka.Core.Delivery;
using Domaeka.Core.Scheduling;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Scheduling;

public sealed class ScheduleContentBuilderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("domaeka-pictures");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task BuildAsync_Everything_ComesInOrderWithTheInterval()
    {
        var result = await BuildAsync(new ScheduleContent
        {
            Text = "글",
            Pictures1 = [new("https://shop.example/1.png", null), new("http://shop.example/사진 2.jpg", null)],
            Wait1 = TimeSpan.FromSeconds(3),
            Interval = TimeSpan.FromSeconds(5),
            Pictures2 = [new(null, Convert.ToBase64String([1, 2, 3]))],
        });

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(5)], result.Parts!.Select(part => part.PauseBefore));
        Assert.Equal("글", Assert.IsType<TextContent>(result.Parts![0].Content).Text);
        var first = Assert.IsType<MediaContent>(result.Parts[1].Content);
        Assert.Equal((2, TimeSpan.FromSeconds(3)), (first.Items.Count, first.Wait));
        Assert.Equal("http://shop.example/%EC%82%AC%EC%A7%84%202.jpg", first.Items[1].Uri!.AbsoluteUri);
        Assert.Equal([1, 2, 3], Assert.IsType<MediaContent>(result.Parts[2].Content).Items[0].Bytes.ToArray());
    }

    [Fact]
    public async Task BuildAsync_AddressesAndBytesInOneGroup_AreCutWhereTheyChange()
    {
        var result = await BuildAsync(new ScheduleContent
        {
            Pictures1 = [new("https://a.example/1.png", null), new(null, "AAAA"), new(null, "data:image/png;base64,AQID")],
        });

        Assert.Equal([1, 2], result.Parts!.Select(part => ((MediaContent)part.Content).Items.Count));
        Assert.Equal([1, 2, 3], ((MediaContent)result.Parts![1].Content).Items[1].Bytes.ToArray());
    }

    [Fact]
    public async Task BuildAsync_ProcessedText_GoesBeforeTheTemplate()
    {
        var result = await BuildAsync(new ScheduleContent
        {
            Text = "{없음}",
            TemplateValues = new Dictionary<string, string>(),
            ProcessedText = "다 된 글 {그대로}",
        });

        Assert.Equal("다 된 글 {그대로}", ((TextContent)Assert.Single(result.Parts!).Content).Text);
    }

    [Fact]
    public async Task BuildAsync_TextWithoutValues_IsSentAsItIs() =>
        Assert.Equal("{a} {{b}}", ((TextContent)Assert.Single((await BuildAsync(new ScheduleContent { Text = "{a} {{b}}" })).Parts!).Content).Text);

    [Fact]
    public async Task BuildAsync_FileBelowTheDirectory_IsRead()
    {
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "data", "file"));
        await File.WriteAllBytesAsync(Path.Combine(_directory.FullName, "data", "file", "그림.png"), [7, 8]);

        foreach (var path in new[] { "data/file/그림.png", "/data/file/그림.png", "data\\file\\그림.png" })
        {
            var result = await BuildAsync(new ScheduleContent { Pictures1 = [new(path, null)] });
            Assert.Equal([7, 8], ((MediaContent)Assert.Single(result.Parts!).Content).Items[0].Bytes.ToArray());
        }
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("..\\secret")]
    [InlineData("./secret")]
    [InlineData("link")]
    [InlineData("linked/secret")]
    [InlineData("none.png")]
    [InlineData("folder")]
    [InlineData("a\0b")]
    [InlineData("/")]
    public async Task BuildAsync_PathThatLeadsOutOrNowhere_IsRefused(string path)
    {
        var outside = Directory.CreateTempSubdirectory("domaeka-outside");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(outside.FullName, "secret"), "x");
            File.CreateSymbolicLink(Path.Combine(_directory.FullName, "link"), Path.Combine(outside.FullName, "secret"));
            Directory.CreateSymbolicLink(Path.Combine(_directory.FullName, "linked"), outside.FullName);
            _directory.CreateSubdirectory("folder");

            var result = await BuildAsync(new ScheduleContent { Text = "x", Pictures1 = [new(path, null)] });

            Assert.Null(result.Parts);
            Assert.Equal(ScheduleSkipReason.PictureUnavailable, result.Reason);
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task BuildAsync_WhatCannotBeSent_SaysSo()
    {
        var large = Path.Combine(_directory.FullName, "large.png");
        await using (var file = File.Create(large))
            file.SetLength(MediaContent.MaxItemBytes + 1);

        await Refuses(new ScheduleContent());
        await Refuses(new ScheduleContent { Text = "  " });
        await Refuses(new ScheduleContent { Text = "x", Problem = "깨진 열" });
        await Refuses(new ScheduleContent { Text = "MEDIA_URL:x" });
        await Refuses(new ScheduleContent { Text = new string('x', 260_001) });
        await Refuses(new ScheduleContent { Pictures1 = [.. Enumerable.Repeat(new SchedulePicture("https://a.example/1.png", null), 21)] });
        await Refuses(new ScheduleContent { Pictures2 = [new("ftp://a.example/1.png", null)] });
        await Refuses(new ScheduleContent { Pictures2 = [new("https://a.example/1|||2.png", null)] });
        await Refuses(new ScheduleContent { Pictures2 = [new(null, "not base64!")] });
        await Refuses(new ScheduleContent { Pictures2 = [new(null, "data:image/png;base64,")] });
        await Refuses(new ScheduleContent { Pictures2 = [new("large.png", null)] });

        async Task Refuses(ScheduleContent content)
        {
            var result = await BuildAsync(content);
            Assert.Null(result.Parts);
            Assert.Equal(ScheduleSkipReason.ContentInvalid, result.Reason);
            Assert.False(string.IsNullOrEmpty(result.Problem));
        }
    }

    private Task<ContentResult> BuildAsync(ScheduleContent content) => new ScheduleContentBuilder(
        new PictureReader(Options.Create(new SchedulingOptions { ImageDirectory = _directory.FullName }))).BuildAsync(content, CancellationToken.None);
}
