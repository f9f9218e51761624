using System.Net;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf;
using Grpc.Core;
using MediaKind = Domaeka.V1.MediaKind;

namespace Domaeka.EndToEnd.Tests;

/// <summary>The disk takes no more while notices come.</summary>
public sealed class FullDiskNoticesTests
{
    private const string Room = "공동구매방";
    private const string Bot = "testbot";
    private const int Refusals = 20;

    [Theory]
    [MemberData(nameof(FullDiskTests.Sorts), MemberType = typeof(FullDiskTests))]
    public async Task Disk_Full_RefusesNoticesAndSendsOnlyWhatIsStored(string sort)
    {
        using var data = new TempDirectory();
        IScarcity scarcity = sort == nameof(SmallDisk) ? new SmallDisk(data.Path) : new FileSizeLimit(data.Path);
        await using var server = await DomaekaServer.StartAsync(
            data.Path, [.. StorageTrouble.ShortTimeouts, "--Delivery:UnconfirmedWindow=1"], scarcity.Wrapper, scarcity.DirectoryOf);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = Bot }, Room, "1");

        // One is under way, one waits behind it.
        phone.HoldsPings = true;
        var accepted = new List<Message> { await server.Shop.SendTextAsync(Bot, "1", "첫째") };
        Assert.Equal("첫째", (await phone.NextAsync<TextLine>()).Text);
        accepted.Add(await server.Shop.SendTextAsync(Bot, "1", "둘째"));
        Assert.Equal(DeliveryReason.PhoneBusy, (await server.Shop.GetAsync(accepted[1].Name)).Reason);

        scarcity.Begin(server.Program.Id);
        var refused = new List<SendMessageRequest>();
        for (var number = 0; refused.Count < Refusals; number++)
        {
            var request = number % 5 == 4 ? Picture(number) : Text(number);
            try
            {
                accepted.Add(await server.Shop.SendAsync(request));
            }
            catch (RpcException exception)
            {
                Assert.Equal((StatusCode.Unavailable, "STORAGE_UNAVAILABLE"), (exception.StatusCode, Shop.ReasonOf(exception)));
                refused.Add(request);
            }
        }

        // The phone asks for more, but that the second one leaves cannot be stored: it stays.
        phone.HoldsPings = false;
        await phone.AnswerHeldPingsAsync();
        await server.Program.WaitForOutputAsync("Outbox cannot be written");
        await Eventually.TrueAsync(async () => (await server.ReadinessAsync()).Status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(
            (StatusCode.Unavailable, "STORAGE_UNAVAILABLE"),
            await Shop.RefusalAsync(server.Shop.SendAsync(refused[0])));
        Assert.Equal(DeliveryState.Written, (await server.Shop.GetAsync(accepted[0].Name)).State);
        Assert.Equal(["첫째"], phone.Record.Texts);
        scarcity.End(server.Program.Id);

        // Everything that was accepted comes; what was refused comes when it is asked for again.
        await Eventually.TrueAsync(async () => (await server.ReadinessAsync()).Status == HttpStatusCode.OK);
        foreach (var request in refused)
            accepted.Add(await server.Shop.SendAsync(request));
        foreach (var message in accepted)
            await server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);
        Assert.False(phone.Closed.IsCompleted);
        Assert.Equal(accepted.Count, phone.Record.Entries.Count);
        Assert.Equal(phone.Record.Texts.Count, phone.Record.Texts.Distinct().Count());
        Assert.Equal(["첫째", "둘째"], phone.Record.Texts.Take(2));
        var listed = await server.Shop.Messages.ListMessagesAsync(new ListMessagesRequest { PageSize = 1_000 });
        Assert.Equal(accepted.Select(message => message.Name).Order(), listed.Messages.Select(message => message.Name).Order());
        await server.StopAsync();
    }

    private static SendMessageRequest Text(int number) => new()
    {
        Room = Shop.RoomName(Bot, "1"),
        Text = $"공지 {number}",
        RequestId = $"full-{number}",
    };

    private static SendMessageRequest Picture(int number)
    {
        var bytes = new byte[20_000];
        new Random(number).NextBytes(bytes);
        return new SendMessageRequest
        {
            Room = Shop.RoomName(Bot, "1"),
            Media = new Media { Kind = MediaKind.Image, Items = { new Domaeka.V1.MediaItem { Data = ByteString.CopyFrom(bytes) } } },
            RequestId = $"full-{number}",
        };
    }
}
