using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A stop while the database is locked, gone or silent. Nearly all of its time is waiting, so others run beside it.</summary>
public sealed class StopInTroubleTests
{
    private const string Room = "공동구매방";

    /// <remarks>At the same time: a server without its database takes most of what it may, and waits.</remarks>
    [Fact]
    public Task Terminate_DatabaseIsInTrouble_EndsAllTheSame() =>
        Task.WhenAll(StopWhileLockedAsync(), StopWhileAwayAsync(isSilent: false), StopWhileAwayAsync(isSilent: true));

    private static async Task StopWhileLockedAsync()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.AdmitAsync(new PhoneProfile(), Room, "1");
        using var writer = Database.Open(data.Path);
        writer.Execute("BEGIN IMMEDIATE");
        await phone.SayAsync(Room, "# echo 잠긴 사이", "1");
        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).ChatLogBacklog > 0);

        await Stopping.StopAsync(server, Signals.Terminate);

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
            await Stopping.StopAsync(server, Signals.Terminate);
        }
        finally
        {
            await (isSilent ? mariaDb.ResumeAsync() : mariaDb.RestartAsync());
        }

        await phone.Closed.DefaultTimeout();
        Assert.Single(phone.Received.OfType<ServerShutdownLine>());
    }
}
