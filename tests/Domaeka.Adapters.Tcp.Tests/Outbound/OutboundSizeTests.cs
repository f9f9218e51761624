using System.Buffers;
using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Adapters.Tcp.Tests.Outbound;

public sealed class OutboundSizeTests
{
    [Fact]
    public void UpperBound_AnyText_IsNotExceededInEitherDialect() =>
        Prop.ForAll<NonEmptyString, NonNull<string>>((text, room) =>
        {
            var message = new OutboundMessage(
                OutboundMessage.NewId(), new RoomKey("봇\u0001", "1"), room.Get, OutboundKind.Reply, new TextContent(text.Get));
            return LengthOf(message, WireDialect.Legacy) <= OutboundSize.UpperBound(message)
                && LengthOf(message, WireDialect.V33) <= OutboundSize.UpperBound(message);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(3, 100_000)]
    public void UpperBound_Pictures_IsNotExceededAndNotFarOff(int count, int bytes)
    {
        var message = Deliveries.Media([.. Enumerable.Range(0, count).Select(_ => MediaItem.FromBytes(new byte[bytes]))]).Message;

        foreach (var dialect in Enum.GetValues<WireDialect>())
        {
            var length = LengthOf(message, dialect);
            Assert.InRange(OutboundSize.UpperBound(message), length, (length * 1.1) + 4096);
        }
    }

    [Fact]
    public void UpperBound_Addresses_IsNotExceeded()
    {
        var message = Deliveries.Media(
            [.. Enumerable.Range(0, 20).Select(i => MediaItem.FromUri(new Uri($"https://shop.example/그림/{i}?a=\"<>\"")))]).Message;

        foreach (var dialect in Enum.GetValues<WireDialect>())
            Assert.True(LengthOf(message, dialect) <= OutboundSize.UpperBound(message));
    }

    private static long LengthOf(OutboundMessage message, WireDialect dialect)
    {
        var encoder = new OutboundEncoder();
        var output = new ArrayBufferWriter<byte>();
        var result = encoder.Encode(message.ToLine()!, dialect, DateTimeOffset.UnixEpoch, output);
        // Text that a script would take for media is refused; then there is no line to be too long.
        Assert.True(result is EncodeResult.Written or EncodeResult.TakenForMedia);
        return output.WrittenCount;
    }
}
