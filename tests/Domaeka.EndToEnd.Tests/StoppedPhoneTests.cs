using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Phones that stand still with their connections open, as Android lets them when it saves power.</summary>
public sealed class StoppedPhoneTests
{
    private const string Room = "공동구매방";
    private const int Phones = 5;
    private const int Notices = 3;

    [Fact]
    public async Task Phones_StoppedInTheMiddle_AreNoticedAndHaveEverythingOnceTheyGoOn()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, ["--Tcp:PingInterval=00:00:01", "--Tcp:PingTimeout=00:00:03"]);
        await using var good = await server.AdmitAsync(new PhoneProfile { BotName = "깨어 있는 봇" }, Room, "1");
        var phones = new List<RunningProgram>();
        try
        {
            for (var i = 0; i < Phones; i++)
                phones.Add(await StartPhoneAsync(server, i));
            foreach (var phone in phones)
                phone.Suspend();

            var messages = new List<Message>();
            for (var i = 0; i < Phones * Notices; i++)
                messages.Add(await server.Shop.SendTextAsync(BotOf(i % Phones), "7", $"공지 {i}"));
            await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).LiveDevices == 1);
            await good.AskAsync(Room, "1", 20);
            foreach (var message in messages)
                Assert.NotEqual(DeliveryState.Confirmed, (await server.Shop.GetAsync(message.Name)).State);

            foreach (var phone in phones)
                phone.Resume();
            foreach (var message in messages)
                await server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);
            for (var i = 0; i < Phones * Notices; i++)
                await phones[i % Phones].WaitForOutputAsync($"공지 {i}");
        }
        finally
        {
            foreach (var phone in phones)
                await phone.DisposeAsync();
        }

        await server.StopAsync();
    }

    private static string BotOf(int index) => $"잠든 봇 {index}";

    private static async Task<RunningProgram> StartPhoneAsync(DomaekaServer server, int index)
    {
        var profile = new PhoneProfile { BotName = BotOf(index), DeviceId = $"stopped{index}" };
        await (await server.AdmitAsync(profile, Room, "7")).DisposeAsync();
        await Eventually.TrueAsync(async () =>
            !(await server.Shop.Devices.GetDeviceAsync(new() { Name = Shop.DeviceName(profile.BotName, profile.DeviceId) })).Device.Connected);
        var phone = RunningProgram.Start(
            Programs.Phone,
            [
                "--server", $"127.0.0.1:{server.TcpPort}", "--bot", profile.BotName, "--device", profile.DeviceId, "--room", Room, "--channel", "7",
                "--key", profile.SecretKey!, "--salt", profile.Salt,
            ]);
        await server.Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);
        return phone;
    }
}
