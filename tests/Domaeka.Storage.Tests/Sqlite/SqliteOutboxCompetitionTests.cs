using System.Diagnostics;
using System.Globalization;
using Domaeka.Core.Outbox;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>Several servers on one file, in this process and in others.</summary>
public sealed class SqliteOutboxCompetitionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task ApplyAsync_TwoServersSendTheSameOccurrencesAndRequests_EachIsStoredOnce()
    {
        using var first = await StorageHost.StartAsync(Configure).DefaultTimeout();
        using var second = await StorageHost.StartAsync(Configure).DefaultTimeout();

        var results = await Task.WhenAll(SendAsync(first.Services, "a"), SendAsync(second.Services, "b")).DefaultTimeout();

        AssertOneOfTwo(results[0].Occurrences.Zip(results[1].Occurrences), OutboxWriteOutcome.OccurrenceTaken);
        AssertOneOfTwo(results[0].Requests.Zip(results[1].Requests), OutboxWriteOutcome.Repeated);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_directory.File("domaeka.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM dk_outbox) || ' ' || (SELECT count(*) FROM dk_schedule_runs) || ' ' || (SELECT count(*) FROM dk_requests)";
        Assert.Equal("400 200 200", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task ApplyAsync_TwoProcessesSendTheSameOccurrences_EachIsStoredOnce()
    {
        using var first = Start("a");
        using var second = Start("b");
        try
        {
            var pairs = new List<(OutboxWriteOutcome, OutboxWriteOutcome)>();
            for (var number = 0; number < 100; number++)
            {
                // Now the one hears of it first, now the other.
                foreach (var process in number % 2 == 0 ? [first, second] : new[] { second, first })
                    await process.StandardInput.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
                pairs.Add((await ReadAsync(first), await ReadAsync(second)));
            }

            AssertOneOfTwo(pairs, OutboxWriteOutcome.OccurrenceTaken);
        }
        finally
        {
            first.Kill();
            second.Kill();
            await Task.WhenAll(first.WaitForExitAsync(), second.WaitForExitAsync()).DefaultTimeout();
        }
    }

    private static void AssertOneOfTwo(IEnumerable<(OutboxWriteOutcome First, OutboxWriteOutcome Second)> pairs, OutboxWriteOutcome other) =>
        Assert.All(
            pairs,
            pair => Assert.Equal(new[] { OutboxWriteOutcome.Stored, other }, new[] { pair.First, pair.Second }.Order()));

    private static async Task<(List<OutboxWriteOutcome> Occurrences, List<OutboxWriteOutcome> Requests)> SendAsync(IServiceProvider services, string prefix)
    {
        var outbox = services.GetRequiredService<IOutboxStore>();
        var (occurrences, requests) = (new List<OutboxWriteOutcome>(), new List<OutboxWriteOutcome>());
        for (var number = 0; number < 200; number++)
        {
            var results = await outbox.ApplyAsync(
                [
                    OutboxSamples.Insert($"{prefix}o{number}").Scheduled(new ScheduleOccurrence(number % 3, Samples.Now.AddMinutes(number))),
                    OutboxSamples.Insert($"{prefix}r{number}").Requested($"request {number}"),
                ],
                default);
            occurrences.Add(results[0].Outcome);
            requests.Add(results[1].Outcome);
        }

        return (occurrences, requests);
    }

    private static async Task<OutboxWriteOutcome> ReadAsync(Process process) =>
        Enum.Parse<OutboxWriteOutcome>(await process.StandardOutput.ReadLineAsync().DefaultTimeout() ?? "the process has ended");

    private Process Start(string prefix) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "occur", _directory.File("domaeka.db"), prefix])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    private void Configure(StorageOptions options)
    {
        options.DataDirectory = _directory.Path;
        options.Synchronous = StorageSynchronous.Normal;
        options.BusyTimeout = TimeSpan.FromSeconds(60);
    }
}
