using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Domaeka.Core.Rooms;
using Domaeka.Protocol.Messages;
using MediaItem = Domaeka.Core.Delivery.MediaItem;
using MediaKind = Domaeka.Core.Delivery.MediaKind;

namespace Domaeka.Adapters.Tcp.Tests.Outbound;

public sealed class MessageTranslationTests
{
    [Fact]
    public void ToLine_RoomKnownByNameOnly_CarriesNoChannelId()
    {
        var line = Deliveries.Text(RoomKey.ForName("testbot", "다른방"), "다른방", "네").Message.ToLine();

        var text = Assert.IsType<TextLine>(line);
        Assert.Equal(("다른방", null, "testbot", "네"), (text.Room, text.ChannelId, text.BotName, text.Text));
    }

    [Theory]
    [InlineData(OutboundKind.Reply, ResponseEvent.MessageResponse)]
    [InlineData(OutboundKind.Notice, ResponseEvent.MessageResponse)]
    [InlineData(OutboundKind.Scheduled, ResponseEvent.ScheduleMessage)]
    public void ToLine_Kind_DecidesTheEvent(OutboundKind kind, ResponseEvent expected)
    {
        var message = Deliveries.Text("네").Message with { Kind = kind };

        Assert.Equal(expected, Assert.IsType<TextLine>(message.ToLine()).Event);
    }

    [Fact]
    public void ToLine_Media_KeepsOrderKindFormatAndWait()
    {
        var message = Deliveries.Media(
            MediaKind.Video,
            TimeSpan.FromSeconds(9),
            MediaItem.FromBytes(new byte[] { 1 }),
            MediaItem.FromBytes(new byte[] { 2, 3 })).Message;

        var media = Assert.IsType<MediaLine>(message.ToLine());

        Assert.Equal((Protocol.Messages.MediaKind.Video, "png", TimeSpan.FromSeconds(9)), (media.Kind, media.Format, media.Wait));
        Assert.Equal([1, 2], media.Items.Select(item => item.Data.Length));
    }

    [Theory]
    [MemberData(nameof(Unwritable))]
    public void ToLine_ContentThatNoLineCarries_IsNull(MediaItem[] items) =>
        Assert.Null(Deliveries.Media(items).Message.ToLine());

    public static TheoryData<MediaItem[]> Unwritable() =>
    [
        [],
        [MediaItem.FromBytes(ReadOnlyMemory<byte>.Empty)],
        [MediaItem.FromFile(new MediaFile(new string('a', 64), 10))],
        [MediaItem.FromBytes(new byte[] { 1 }), MediaItem.FromFile(new MediaFile(new string('a', 64), 10))],
        [MediaItem.FromUri(new Uri("ftp://shop.example/a.png"))],
        [MediaItem.FromUri(new Uri("relative.png", UriKind.Relative))],
        [MediaItem.FromUri(new Uri("https://shop.example/a.png")), MediaItem.FromBytes(new byte[] { 1 })],
    ];

    [Fact]
    public void BusyTime_OfLines_IsTheScriptsOwnUnlessTheLineSetsIt()
    {
        var one = MediaItem.FromBytes(new byte[] { 1 });

        Assert.Equal(TimeSpan.Zero, PhoneBusyTime.Of(Deliveries.Text("네").Message.ToLine()!));
        Assert.Equal(TimeSpan.FromSeconds(5.2), PhoneBusyTime.Of(Deliveries.Media(one).Message.ToLine()!));
        Assert.Equal(TimeSpan.FromSeconds(16.2), PhoneBusyTime.Of(Deliveries.Media(one, one).Message.ToLine()!));

        // An address may take the script its time-out.
        var address = MediaItem.FromUri(new Uri("https://shop.example/a.png"));
        Assert.Equal(TimeSpan.FromSeconds(35.2), PhoneBusyTime.Of(Deliveries.Media(address).Message.ToLine()!));
        Assert.Equal(TimeSpan.FromSeconds(76.2), PhoneBusyTime.Of(Deliveries.Media(address, address).Message.ToLine()!));
        Assert.Equal(
            TimeSpan.FromSeconds(31.2),
            PhoneBusyTime.Of(Deliveries.Media(MediaKind.Image, TimeSpan.FromSeconds(30), one).Message.ToLine()!));
    }
}
