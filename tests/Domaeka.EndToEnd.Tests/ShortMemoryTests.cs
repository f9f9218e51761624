using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A server that has no memory to spare.</summary>
public sealed class ShortMemoryTests
{
    private const string Room = "공동구매방";

    [Fact]
    public async Task Handshake_MemoryIsShort_IsRefusedWithTheReasonAndNothingQueuedIsLost()
    {
        using var data = new TempDirectory();
        var profile = new PhoneProfile { BotName = "기다리는 봇" };
        await using (var server = await DomaekaServer.StartAsync(data.Path))
            await (await server.AdmitAsync(profile, Room, "1")).DisposeAsync();

        string name;
        await using (var server = await DomaekaServer.StartAsync(data.Path, [$"--Memory:LimitBytes={1024 * 1024}"]))
        {
            var status = await server.Shop.StatusAsync();
            Assert.Equal(MemoryPressure.Critical, status.Memory.Pressure);
            Assert.Equal(1024 * 1024, status.Memory.LimitBytes);
            Assert.True(status.Memory.UsedBytes > status.Memory.LimitBytes);
            await server.Program.WaitForOutputAsync("Memory is short");

            await using var phone = await FakePhone.ConnectAsync(server.TcpPort, profile);
            var answer = await phone.HandshakeAsync();
            Assert.False(answer.Success);
            Assert.Contains("메모리가 부족", answer.Message, StringComparison.Ordinal);
            await phone.Closed.DefaultTimeout();

            name = (await server.Shop.SendTextAsync(profile.BotName, "1", "모자라도 잃지 않습니다")).Name;
        }

        await using (var server = await DomaekaServer.StartAsync(data.Path))
        {
            await using var phone = await server.ConnectAsync(profile);
            await server.Shop.WaitForStateAsync(name, DeliveryState.Confirmed);
            Assert.Contains("모자라도 잃지 않습니다", phone.Record.Texts);
        }
    }
}
