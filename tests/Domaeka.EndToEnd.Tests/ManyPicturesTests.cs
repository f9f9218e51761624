using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf;
using MediaItem = Domaeka.V1.MediaItem;
using MediaKind = Domaeka.V1.MediaKind;

namespace Domaeka.EndToEnd.Tests;

/// <summary>The largest request there is: 20 pictures of 5 MiB.</summary>
public sealed class ManyPicturesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const int Pictures = 20;
    private const int PictureBytes = 5 * 1024 * 1024;

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task SendMessage_TwentyLargePictures_ArriveByteForByte(string version)
    {
        var profile = new PhoneProfile { BotName = $"사진 봇 {version}", Version = version };
        await using var phone = await shared.Server.AdmitAsync(profile, "공동구매방", "1");
        var random = new Random(Pictures);
        var media = new Media { Kind = MediaKind.Image };
        for (var i = 0; i < Pictures; i++)
        {
            var picture = new byte[PictureBytes];
            random.NextBytes(picture);
            media.Items.Add(new MediaItem { Data = UnsafeByteOperations.UnsafeWrap(picture) });
        }

        var request = new SendMessageRequest { Room = Shop.RoomName(profile.BotName, "1"), Media = media };
        var answer = await shared.Server.Shop.Messages.SendMessageAsync(request).ResponseAsync.WaitAsync(TestTimeouts.Default * 4);
        var shown = new List<Domaeka.Protocol.Messages.MediaItem>();
        while (shown.Count < Pictures)
            shown.AddRange((await phone.NextAsync<MediaLine>()).Items);
        var message = await shared.Server.Shop.WaitForStateAsync(answer.Message.Name, DeliveryState.Confirmed);

        Assert.Equal(message.PartCount, message.PartsConfirmed);
        Assert.Equal(message.PartCount, phone.Record.Entries.Count);
        Assert.Equal(Pictures, shown.Count);
        Assert.All(
            shown.Zip(media.Items), pair => Assert.True(pair.First.Data.Span.SequenceEqual(pair.Second.Data.Span), "A picture differs."));
        Assert.Empty(phone.Dropped);
    }
}
