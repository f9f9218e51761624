using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A long notice, to the sample phone as it declares compression and as it does not.</summary>
public sealed class CompressionTests
{
    private const string Bot = "testbot";

    [Theory]
    [InlineData("3.2.1", "1001")]
    [InlineData("3.3.3", "1002")]
    public async Task SendMessage_LongNotice_SamplePhoneShowsTheSameWithAndWithoutCompression(string version, string channel)
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.Sqlite);
        await using var server = await DomaekaServer.StartAsync(data.Store);
        var notice = string.Join('\n', Enumerable.Range(1, 900).Select(i => $"{i}번 제주 감귤 {i * 3}kg {i * 1_900}원")) + "\n이상입니다";
        var profile = new PhoneProfile { BotName = Bot, Version = version };
        string[] arguments =
        [
            "--server", $"127.0.0.1:{server.TcpPort}", "--bot", Bot, "--device", profile.DeviceId, "--key", profile.SecretKey!, "--salt", profile.Salt,
            "--version", version, "--room", "공동구매방", "--channel", channel, "--verbose",
        ];
        await (await server.AdmitAsync(profile, "공동구매방", channel)).DisposeAsync();

        foreach (var declared in new[] { "gzip", "" })
        {
            // The notice is not to go to the phone that has just left.
            await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).Connections == 0);
            await using var phone = RunningProgram.Start(Programs.Phone, [.. arguments, "--capabilities", declared]);
            await server.Shop.WaitForLiveAsync(Bot, profile.DeviceId);

            var message = await server.Shop.SendTextAsync(Bot, channel, notice);

            await phone.WaitForOutputAsync("이상입니다");
            await server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);
            phone.CloseInput();
            Assert.Equal(0, await phone.WaitForExitAsync());
            var printed = phone.Output.ToString();

            // What the phone tells of itself comes by another way and gets between the lines of the notice.
            var shown = string.Join('\n', printed.Split('\n').Where(line => !line.StartsWith("-- ", StringComparison.Ordinal)));
            Assert.Contains(notice, shown, StringComparison.Ordinal);
            Assert.Equal(declared == "gzip", printed.Contains("-- a compressed line of", StringComparison.Ordinal));
        }

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(server.ReadyPage, "/metrics")).DefaultTimeout();
        Assert.Contains("domaeka_line_compressed_total 1\n", metrics, StringComparison.Ordinal);
        await server.StopAsync();
    }
}
