using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>The server's clock is set while it works.</summary>
public sealed class ClockTests
{
    private const string Room = "공동구매방";

    [Fact]
    public async Task Clock_SetBackAndForth_LosesNothingAndSendsNothingTwice()
    {
        using var data = new TempDirectory();
        var clock = new FakedClock(data.Path);
        var profile = new PhoneProfile();
        await using var server = await DomaekaServer.StartAsync(data.Path, wrapper: clock.Wrapper);
        await using var phone = await server.AdmitAsync(profile, Room, "1");
        using var shop = Database.Open(data.Path);
        var flood = new NoticeFlood(profile.BotName, "1", length: 30);
        var due = TimeProvider.System.GetUtcNow().AddSeconds(2);
        ShopSchedule.Insert(shop, profile.BotName, due, "마감입니다");
        await phone.Record.WaitForTextsAsync(1).DefaultTimeout();

        // Within what a phone's clock may be off. Each time it passes the moment at which the notice was due.
        foreach (var minutes in new[] { -2, 2, -2, 0, -4, 1 })
        {
            clock.Set(TimeSpan.FromMinutes(minutes));
            await phone.SayAsync(Room, $"# echo {minutes}", "1");
            await flood.SendOneAsync(server);
            await flood.SendOneAsync(server);
            await Eventually.TrueAsync(() => phone.Record.Texts.Contains($"에코: {minutes}"));
            foreach (var id in flood.Accepted.Keys)
                await server.Shop.WaitForStateAsync($"messages/{id}", DeliveryState.Confirmed);
        }

        Assert.Equal(flood.Texts, phone.Record.Texts.Where(flood.Texts.Contains));
        Assert.Single(phone.Record.Texts, text => text == "마감입니다");
        Assert.Equal(["completed 1"], shop.Read("SELECT status || ' ' || send_count FROM kb_schedule"));
        Assert.False(phone.Closed.IsCompleted);
        await server.StopAsync();
    }

    [Fact]
    public async Task Clock_AnHourBack_RefusesWhatItCannotVerifyUntilItIsRightAgain()
    {
        using var data = new TempDirectory();
        var clock = new FakedClock(data.Path);
        var profile = new PhoneProfile();
        await using var server = await DomaekaServer.StartAsync(data.Path, wrapper: clock.Wrapper);
        await using var phone = await server.AdmitAsync(profile, Room, "1");

        clock.Set(TimeSpan.FromHours(-1));
        await phone.SayAsync(Room, "# echo 옛날", "1");
        var told = await server.Program.WaitForOutputAsync("ClockSkew");
        var message = await server.Shop.SendTextAsync(profile.BotName, "1", "안내");
        Assert.Equal("안내", (await phone.NextAsync<TextLine>()).Text);
        Assert.Equal(DeliveryState.Written, (await server.Shop.WaitForStateAsync(message.Name, DeliveryState.Written)).State);

        clock.Set(TimeSpan.Zero);
        await phone.SayAsync(Room, "# echo 지금", "1");
        Assert.Equal("에코: 지금", (await phone.NextAsync<TextLine>()).Text);
        var next = await server.Shop.SendTextAsync(profile.BotName, "1", "다음 안내");
        await server.Shop.WaitForStateAsync(next.Name, DeliveryState.Confirmed);
        await server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);
        Assert.Contains(profile.DeviceId, told, StringComparison.Ordinal);
        Assert.DoesNotContain(phone.Record.Texts, text => text.Contains("옛날", StringComparison.Ordinal));
        await server.StopAsync();
    }
}
