using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MediaItem = Domaeka.V1.MediaItem;
using MediaKind = Domaeka.V1.MediaKind;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Pictures and files through the outbox, as either dialect of the scripts takes them.</summary>
public sealed class MediaTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Room = "공동구매방";

    private readonly DomaekaServer _server = shared.Server;

    public static TheoryData<string, MediaKind> Kinds => new()
    {
        { "3.2.1", MediaKind.Image },
        { "3.3.3", MediaKind.Image },
        { "3.3.3", MediaKind.Audio },
        { "3.3.3", MediaKind.Video },
        { "3.3.3", MediaKind.Document },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SendMessage_Addresses_ReachThePhoneAsTheyAre(string version, MediaKind kind)
    {
        var profile = new PhoneProfile { BotName = $"주소 봇 {version} {kind}", Version = version };
        await using var phone = await _server.AdmitAsync(profile, Room, "1");
        string[] addresses = ["https://shop.example/그림/1.png?size=2", "http://shop.example/2.png"];

        var message = await _server.Shop.SendAsync(new SendMessageRequest
        {
            Room = Shop.RoomName(profile.BotName, "1"),
            Media = new Media { Kind = kind, Items = { addresses.Select(address => new MediaItem { Uri = address }) } },
        });
        var shown = await phone.NextAsync<MediaLine>();
        await _server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);

        Assert.Equal("1", shown.ChannelId);
        Assert.Equal((Domaeka.Protocol.Messages.MediaKind)(kind - 1), shown.Kind);
        Assert.Equal(addresses.Select(address => new Uri(address).AbsoluteUri), shown.Items.Select(item => item.Url));
        Assert.Empty(phone.Dropped);
    }

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task SendMessage_Sequence_ComesInOrderAndIsReportedPartByPart(string version)
    {
        var pause = TimeSpan.FromMilliseconds(700);
        var profile = new PhoneProfile { BotName = $"차례 봇 {version}", Version = version };
        await using var phone = await _server.AdmitAsync(profile, Room, "1");
        phone.SleepsOverMedia = true;
        phone.MediaTime = TimeSpan.FromMilliseconds(100);
        using var watch = _server.Shop.Messages.WatchMessages(
            new WatchMessagesRequest { Room = Shop.RoomName(profile.BotName, "1") });
        Assert.True(await watch.ResponseStream.MoveNext(default));

        var sequence = new Sequence
        {
            Parts =
            {
                new SequencePart { Text = "오늘의 공동구매" },
                new SequencePart { Media = Pictures(1, 2) },
                new SequencePart { Media = Pictures(3), PauseBefore = Duration.FromTimeSpan(pause) },
            },
        };
        var room = Shop.RoomName(profile.BotName, "1");
        var message = await _server.Shop.SendAsync(new SendMessageRequest { Room = room, Sequence = sequence });
        var behind = await _server.Shop.SendTextAsync(profile.BotName, "1", "그다음 공지");
        Assert.Equal((3, DeliveryState.Queued), (message.PartCount, message.State));
        await _server.Shop.WaitForStateAsync(behind.Name, DeliveryState.Confirmed);
        var done = await _server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);

        var shown = phone.Record.Entries.Select(entry => entry.Line).ToArray();
        Assert.Equal(4, shown.Length);
        Assert.Equal("오늘의 공동구매", Assert.IsType<TextLine>(shown[0]).Text);
        Assert.Equal([[1], [2]], Assert.IsType<MediaLine>(shown[1]).Items.Select(item => item.Data.ToArray()));
        Assert.Equal([[3]], Assert.IsType<MediaLine>(shown[2]).Items.Select(item => item.Data.ToArray()));
        Assert.Equal("그다음 공지", Assert.IsType<TextLine>(shown[3]).Text);

        Assert.Equal((3, 3), (done.PartCount, done.PartsConfirmed));
        Assert.Equal(
            [(0, 1, DeliveryState.Confirmed), (1, 1, DeliveryState.Confirmed), (2, 1, DeliveryState.Confirmed)],
            done.Attempts.Select(attempt => (attempt.Part, attempt.Attempt, attempt.State)));
        var rested = done.Attempts[2].StartTime.ToDateTime() - done.Attempts[1].EndTime.ToDateTime();
        Assert.True(rested >= pause - TimeSpan.FromMilliseconds(2), $"The pause lasted {rested} only.");

        // The watcher heard of each part.
        var parts = new List<int>();
        while (parts.LastOrDefault() < 3 && await watch.ResponseStream.MoveNext(default))
        {
            if (watch.ResponseStream.Current.Event is { } news && news.Name == message.Name)
                parts.Add(news.PartsConfirmed);
        }

        Assert.Equal([0, 1, 2, 3], parts.Distinct());
    }

    [Fact]
    public async Task SendMessage_BetweenTheParts_WaitsWhateverPhoneItWishesFor()
    {
        var profile = new PhoneProfile { BotName = "끼어드는 봇" };
        await using var phone = await _server.AdmitAsync(profile, Room, "1");
        var room = Shop.RoomName(profile.BotName, "1");
        var sequence = new Sequence
        {
            Parts =
            {
                new SequencePart { Text = "첫 부분" },
                new SequencePart { Text = "둘째 부분", PauseBefore = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)) },
            },
        };

        await _server.Shop.SendAsync(new SendMessageRequest { Room = room, Sequence = sequence });
        Assert.Equal("첫 부분", (await phone.NextAsync<TextLine>()).Text);
        var wished = await _server.Shop.SendAsync(
            new SendMessageRequest { Room = room, Text = "끼어들기", Device = Shop.DeviceName(profile.BotName, profile.DeviceId) });
        await _server.Shop.WaitForStateAsync(wished.Name, DeliveryState.Confirmed);

        Assert.Equal(["첫 부분", "둘째 부분", "끼어들기"], phone.Record.Texts);
    }

    private static Media Pictures(params byte[] contents) => new()
    {
        Kind = MediaKind.Image,
        Items = { contents.Select(content => new MediaItem { Data = ByteString.CopyFrom(content) }) },
    };
}
