using System.Diagnostics;
using System.Globalization;
using Domaeka.Core.Chat;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteDurabilityTests
{
    [Fact]
    public async Task AppendAsync_ProcessKilledWhileWriting_EveryAcceptedBatchIsThereAndWhole()
    {
        using var directory = new TempDirectory();
        var file = directory.File("domaeka.db");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && path.Contains("dotnet", StringComparison.Ordinal) ? path : "dotnet")
        {
            ArgumentList = { typeof(Program).Assembly.Location, "append", file },
            RedirectStandardOutput = true,
        };
        var accepted = -1;
        using (var process = Process.Start(start)!)
        {
            while (accepted < 50)
            {
                var line = await process.StandardOutput.ReadLineAsync().DefaultTimeout();
                Assert.NotNull(line);
                accepted = int.Parse(line, CultureInfo.InvariantCulture);
            }

            process.Kill();
            while (await process.StandardOutput.ReadLineAsync().DefaultTimeout() is { } line)
                accepted = int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? Math.Max(accepted, number) : accepted;
            await process.WaitForExitAsync().DefaultTimeout();
            Assert.NotEqual(0, process.ExitCode);
        }

        using var host = await StorageHost.StartAsync(options => options.ConnectionString = $"Data Source={file}").DefaultTimeout();
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT CAST(message AS INTEGER) AS batch, count(DISTINCT message) FROM kb_chat_logs GROUP BY batch ORDER BY batch";
        await using var reader = await command.ExecuteReaderAsync();
        var batch = 0;
        for (; await reader.ReadAsync(); batch++)
        {
            Assert.Equal(batch, reader.GetInt32(0));
            Assert.Equal(AppendProgram.BatchSize, reader.GetInt32(1));
        }

        Assert.InRange(batch, accepted + 1, int.MaxValue);
    }

    [Fact]
    public async Task AppendAsync_FilesCopiedWithoutClosing_CopyHoldsWhatWasAccepted()
    {
        await using var fixture = new SqliteFixture();
        await fixture.StartAsync();
        await fixture.Services.GetRequiredService<IChatLogStore>().AppendAsync([Samples.Entry("accepted")], default).DefaultTimeout();

        using var copy = new TempDirectory();
        foreach (var suffix in new[] { "", "-wal" })
            File.Copy(fixture.File + suffix, copy.File("domaeka.db" + suffix));

        using var host = await StorageHost.StartAsync(options => options.DataDirectory = copy.Path).DefaultTimeout();
        var log = await host.Services.GetRequiredService<IChatLogStore>().ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout();
        Assert.Equal([Samples.Entry("accepted")], log);
    }

    [Fact]
    public async Task Dispose_WorkQueued_IsFinishedAndTheLogFoldedIntoTheFile()
    {
        using var directory = new TempDirectory();
        var host = await StorageHost.StartAsync(options => options.DataDirectory = directory.Path).DefaultTimeout();
        var store = host.Services.GetRequiredService<IChatLogStore>();
        var appends = Enumerable.Range(0, 50).Select(number => store.AppendAsync([Samples.Entry($"{number}")], default)).ToList();

        await ((IAsyncDisposable)host).DisposeAsync().DefaultTimeout();

        await Task.WhenAll(appends).DefaultTimeout();
        Assert.Equal(["domaeka.db"], Directory.GetFiles(directory.Path).Select(Path.GetFileName));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.AppendAsync([Samples.Entry("late")], default)).DefaultTimeout();
    }
}
