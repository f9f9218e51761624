using System.Buffers;
using System.Text;
using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Tests.Rows;

public sealed class OutboxContentJsonTests
{
    [Fact]
    public void Write_EveryKindOfPart_IsCompactAndReadable() => Assert.Equal(
        """[{"text":"공동구매 \"a\""},{"media":"image","items":[{"hash":"HASH","size":1234}],"format":"png","wait_ms":7000,"pause_ms":1500},"""
        + """{"media":"document","items":[{"url":"https://shop.example/상품"}]}]""",
        Write(
            OutboxSamples.Text("공동구매 \"a\""),
            new MessagePart(
                new MediaContent(MediaKind.Image, [MediaItem.FromFile(new MediaFile("HASH", 1234))], "png", TimeSpan.FromSeconds(7)), TimeSpan.FromSeconds(1.5)),
            new MessagePart(new MediaContent(MediaKind.Document, [MediaItem.FromUri(new Uri("https://shop.example/상품"))]))));

    [Fact]
    public void Write_Bytes_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Write(OutboxSamples.Pictures(MediaItem.FromBytes(new byte[] { 1 }))));

    [Fact]
    public void Read_UnknownProperties_ArePassedOver()
    {
        var part = Assert.Single(Read("""[{"colour":"red","text":"a","pause_ms":"soon"}]""")!);

        Assert.Equal(OutboxSamples.Text("a"), part);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"text\":null}]")]
    [InlineData("[{\"text\":5}]")]
    [InlineData("[{\"text\":\"a\"},{\"song\":\"b\"}]")]
    [InlineData("[{\"media\":\"image\"}]")]
    [InlineData("[{\"media\":5,\"items\":[]}]")]
    [InlineData("[{\"media\":\"image\",\"items\":5}]")]
    [InlineData("[{\"media\":\"image\",\"items\":[{\"url\":\"not an address\"}]}]")]
    [InlineData("[{\"media\":\"image\",\"items\":[{\"hash\":\"a\"}]}]")]
    [InlineData("[{\"media\":\"image\",\"items\":[{\"hash\":\"a\",\"size\":\"b\"}]}]")]
    [InlineData("[{\"text\":\"a\"}")]
    [InlineData("[{\"text\":\"\\ud800\"}]")]
    public void Read_WhatCannotBeShownAsAWhole_ReturnsNull(string json) => Assert.Null(Read(json));

    [Fact]
    public void Read_NestedWithoutEnd_ReturnsNull() => Assert.Null(Read(new string('[', 100_000)));

    private static string Write(params IReadOnlyList<MessagePart> parts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        OutboxContentJson.Write(parts, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static IReadOnlyList<MessagePart>? Read(string json) => OutboxContentJson.Read(Encoding.UTF8.GetBytes(json));
}
