using System.Globalization;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A stop ends the process with exit code 0 within 30 s, whatever goes on.</summary>
[Collection(AloneCollection.Name)]
public sealed class StopWheneverTests
{
    private const string Room = "공동구매방";
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Interrupt_AsCtrlCSendsIt_TellsThePhones()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.ConnectAsync(new PhoneProfile());

        await StopAsync(server, Signals.Interrupt);

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
    public async Task Signals_WhileStarting_EndItProperly()
    {
        using var data = new TempDirectory();
        for (var step = 0; step < 12; step++)
        {
            var signal = step % 2 == 0 ? Signals.Terminate : Signals.Interrupt;
            await using var program = RunningProgram.Start(Programs.Server,
            [
                "--Tcp:Port=0", "--Tcp:Address=127.0.0.1", "--Grpc:Port=0", "--Http:Port=0", $"--Data:Directory={data.Path}",
                "--Process:Name=starter", "--Process:CreateRow=true", "--Logging:LogLevel:Default=Debug",
            ]);

            // From the moment when the program listens: before that there is nothing to end.
            await WaitForListenerAsync(program.Id);
            await Task.Delay(TimeSpan.FromMilliseconds(20 + (step * 50)));
            Signals.Send(program.Id, signal);
            var started = TimeProvider.System.GetTimestamp();

            var code = await program.WaitForExitAsync();
            Assert.True(code == 0, $"{code} at step {step}: {program.Output}");
            Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Promise);
            Assert.DoesNotContain("Unhandled", program.Output.ToString(), StringComparison.Ordinal);
        }

        // What was broken off is no hindrance to the next start.
        await using var server = await DomaekaServer.StartAsync(data.Path, ["--Process:Name=starter", "--Process:CreateRow=true"]);
        await server.StopAsync();
        using var database = Database.Open(data.Path);
        Assert.Equal(["stopped"], database.Read("SELECT status FROM kb_server_processes"));
    }

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

        await StopAsync(server, Signals.Terminate);

        foreach (var phone in phones.Skip(Phones / 10))
        {
            await phone.Closed.DefaultTimeout();
            Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        }

        foreach (var phone in phones)
            await phone.DisposeAsync();
    }

    /// <remarks>At the same time: a server without its database takes most of what it may, and waits.</remarks>
    [Fact]
    public Task Terminate_DatabaseIsInTrouble_EndsAllTheSame() =>
        Task.WhenAll(StopWhileLockedAsync(), StopWhileAwayAsync(isSilent: false), StopWhileAwayAsync(isSilent: true));

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

        await StopAsync(server, Signals.Terminate);

        Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        foreach (var stream in unread)
            stream.Dispose();
        watch.Dispose();
    }

    private static async Task StopWhileLockedAsync()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.AdmitAsync(new PhoneProfile(), Room, "1");
        using var writer = Database.Open(data.Path);
        writer.Execute("BEGIN IMMEDIATE");
        await phone.SayAsync(Room, "# echo 잠긴 사이", "1");
        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).ChatLogBacklog > 0);

        await StopAsync(server, Signals.Terminate);

        // Not answered, since it is not in the chat log.
        await phone.Closed.DefaultTimeout();
        Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        Assert.Empty(phone.Received.OfType<TextLine>());
        writer.Execute("ROLLBACK");
    }

    private static async Task StopWhileAwayAsync(bool isSilent)
    {
        await using var mariaDb = await PrivateMariaDb.StartAsync();
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb, mariaDb);
        await using var server = await DomaekaServer.StartAsync(data.Store);
        await using var phone = await server.AdmitAsync(new PhoneProfile(), Room, "1");

        // Gone, or there and not answering.
        await (isSilent ? mariaDb.SuspendAsync() : mariaDb.KillAsync());
        await phone.SayAsync(Room, "# echo 없는 사이", "1");
        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).ChatLogBacklog > 0);
        try
        {
            await StopAsync(server, Signals.Terminate);
        }
        finally
        {
            await (isSilent ? mariaDb.ResumeAsync() : mariaDb.RestartAsync());
        }

        await phone.Closed.DefaultTimeout();
        Assert.Single(phone.Received.OfType<ServerShutdownLine>());
    }

    private static async Task StopAsync(DomaekaServer server, int signal)
    {
        var asked = TimeProvider.System.GetTimestamp();
        Signals.Send(server.Program.Id, signal);
        var code = await server.Program.WaitForExitAsync();
        Assert.True(code == 0, $"{code}: {server.Program.Output}");
        var took = TimeProvider.System.GetElapsedTime(asked);
        Console.WriteLine($"Stopped in {took.TotalSeconds:0.0} s.");
        Assert.InRange(took, TimeSpan.Zero, Promise);
    }

    // The runtime makes this thread when somebody first asks for a signal.
    private static Task WaitForListenerAsync(int processId) => Eventually.TrueAsync(() => Task.FromResult(
        Directory.GetDirectories($"/proc/{processId}/task").Any(thread => File.ReadAllText(Path.Combine(thread, "comm")).StartsWith(".NET SigHandler", StringComparison.Ordinal))));
}
