using Domaeka.Core.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests;

/// <summary>Sends the same occurrences as every other process that runs it, and says how many of them it was that sent.</summary>
internal static class OccurProgram
{
    public const int Occurrences = 200;

    public static async Task RunAsync(string file, string prefix)
    {
        using var host = await SqliteHost.StartAsync(options =>
        {
            options.ConnectionString = $"Data Source={file}";
            options.Synchronous = StorageSynchronous.Normal;
            options.BusyTimeout = TimeSpan.FromSeconds(60);
        });
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        var stored = 0;

        // The processes wait for each other's first message. Each goes its own way through the occurrences: one that is a little behind
        // would otherwise find every one of them taken.
        var order = Enumerable.Range(0, Occurrences).ToArray();
        new Random(prefix[0]).Shuffle(order);
        await outbox.ApplyAsync([OutboxSamples.Insert(prefix)], default);
        while ((await outbox.LoadPendingAsync(0, 2, default)).Count < 2)
            await Task.Yield();
        foreach (var number in order)
        {
            var results = await outbox.ApplyAsync(
                [OutboxSamples.Insert($"{prefix}{number}").Scheduled(new ScheduleOccurrence(1, Samples.Now.AddMinutes(number)))], default);

            // Reading leaves the write lock free for a while: who waits for it looks only now and then, and would hardly ever get it.
            await outbox.ListAsync(new OutboxQuery { Limit = 20 }, default);
            stored += results[0].Outcome == OutboxWriteOutcome.Stored ? 1 : 0;
        }

        Console.Write(stored);
        await host.StopAsync();
    }
}
