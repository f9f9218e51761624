using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A stop ends the process with exit code 0 within 30 s, whatever goes on.</summary>
public sealed class StopWheneverTests
{
    private const string Room = "공동구매방";

    [Fact]
    public async Task Interrupt_AsCtrlCSendsIt_TellsThePhones()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.ConnectAsync(new PhoneProfile());

        await Stopping.StopAsync(server, Signals.Interrupt);

        await phone.Closed.DefaultTimeout();
        Assert.Equal(new ServerShutdownLine("shutdown", TimeSpan.FromSeconds(60)), Assert.Single(phone.Received.OfType<ServerShutdownLine>()));
    }

    [Fact]
    public async Task Signals_SeveralTimes_ChangeNothing()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.AdmitAsync(new PhoneProfile(), Room, "1");

        // Something keeps it from being over at once.
        using (var writer = Database.Open(data.Path))
        {
            writer.Execute("BEGIN IMMEDIATE");
            await phone.SayAsync(Room, "# echo 마지막", "1");
            await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).ChatLogBacklog > 0);
            foreach (var signal in new[] { Signals.Terminate, Signals.Terminate, Signals.Interrupt, Signals.Interrupt })
                Signals.Send(server.Program.Id, signal);
            await server.Program.WaitForOutputAsync("Stopping");
            Signals.Send(server.Program.Id, Signals.Terminate);
            writer.Execute("COMMIT");
        }

        Assert.Equal(0, await server.Program.WaitForExitAsync());
        await phone.Closed.DefaultTimeout();
        Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        Assert.Equal("에코: 마지막", Assert.Single(phone.Received.OfType<TextLine>()).Text);
    }

    [Fact]
    public async Task Terminate_StreamsAreOpen_EndsThem()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.AdmitAsync(new PhoneProfile(), Room, "1");

        // One that is read, and some that nobody reads.
        using var read = server.Shop.Events.StreamEvents(new StreamEventsRequest());
        Assert.True(await read.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        var unread = Enumerable.Range(0, 20).Select(_ => server.Shop.Events.StreamEvents(new StreamEventsRequest())).ToArray();
        var watch = server.Shop.Messages.WatchMessages(new WatchMessagesRequest());
        for (var i = 0; i < 20; i++)
            await phone.SayAsync(Room, $"말 {i}", "1");

        await Stopping.StopAsync(server, Signals.Terminate);

        Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        foreach (var stream in unread)
            stream.Dispose();
        watch.Dispose();
    }
}
