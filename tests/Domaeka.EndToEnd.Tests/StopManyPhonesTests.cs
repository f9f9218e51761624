using System.Globalization;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A stop with many phones. They take the processor for themselves.</summary>
[Collection(AloneCollection.Name)]
public sealed class StopManyPhonesTests
{
    [Fact]
    public async Task Terminate_ManyPhonesOfWhichSomeReadNothing_TellsTheOthers()
    {
        const int Phones = 1_000;
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        var phones = new List<FakePhone>();
        for (var i = 0; i < Phones; i++)
            phones.Add(await server.ConnectAsync(new PhoneProfile { BotName = "많은 봇", DeviceId = i.ToString("d8", CultureInfo.InvariantCulture) }));
        foreach (var phone in phones.Take(Phones / 10))
            phone.StopReading();

        await Stopping.StopAsync(server, Signals.Terminate);

        foreach (var phone in phones.Skip(Phones / 10))
        {
            await phone.Closed.DefaultTimeout();
            Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        }

        foreach (var phone in phones)
            await phone.DisposeAsync();
    }
}
