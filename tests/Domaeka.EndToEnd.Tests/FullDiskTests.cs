using Domaeka.EndToEnd.Tests.Support;

namespace Domaeka.EndToEnd.Tests;

/// <summary>The disk takes no more while the server runs.</summary>
public sealed class FullDiskTests
{
    /// <summary>Where this machine lets us mount, a real full disk; everywhere, a limit on the size of files.</summary>
    public static TheoryData<string> Sorts => SmallDisk.CanMount ? [nameof(SmallDisk), nameof(FileSizeLimit)] : [nameof(FileSizeLimit)];

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Disk_Full_HoldsRepliesUntilThereIsSpace(string sort)
    {
        using var data = new TempDirectory();
        using var copy = new TempDirectory();
        IScarcity scarcity = sort == nameof(SmallDisk) ? new SmallDisk(data.Path) : new FileSizeLimit(data.Path);
        string[] settings =
        [
            .. StorageTrouble.ShortTimeouts, "--Tcp:PingInterval=00:00:01", "--Monitoring:PingFlushInterval=00:00:00.1",
            "--Monitoring:FirstSystemSample=00:00:00.2", "--Monitoring:SystemInterval=00:00:00.5",
        ];
        await using var server = await DomaekaServer.StartAsync(data.Path, settings, scarcity.Wrapper, scarcity.DirectoryOf);
        await using var trouble = await StorageTrouble.PrepareAsync(server);

        scarcity.Begin(server.Program.Id);
        await trouble.AskDuringTroubleAsync();
        await server.Program.WaitForOutputAsync("Rows of pings cannot be written");
        await server.Program.WaitForOutputAsync("figures cannot be written to kb_system_monitor");
        scarcity.End(server.Program.Id);

        await trouble.AssertRecoveredAsync();
        await server.Program.WaitForOutputAsync("Rows of pings are written again");
        foreach (var file in Directory.GetFiles(scarcity.DirectoryOf(server.Program.Id), "domaeka.db*"))
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        using (var database = Database.Open(copy.Path))
        {
            Assert.Empty(trouble.Questions.Except(database.Read("SELECT message FROM kb_chat_logs")));
            Assert.Empty(trouble.Answers.Except(database.Read("SELECT message FROM kb_chat_logs WHERE is_our_bot_response = 1")));
            Assert.Equal(["ok"], database.Read("PRAGMA integrity_check"));
        }

        await server.StopAsync();
    }
}
