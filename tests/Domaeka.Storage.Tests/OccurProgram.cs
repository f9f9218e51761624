using System.Globalization;
using Domaeka.Core.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests;

/// <summary>Sends the occurrence of each number that it reads, and says what became of it.</summary>
internal static class OccurProgram
{
    public static async Task RunAsync(string file, string prefix)
    {
        using var host = await StorageHost.StartAsync(options =>
        {
            options.ConnectionString = $"Data Source={file}";
            options.Synchronous = StorageSynchronous.Normal;
            options.BusyTimeout = TimeSpan.FromSeconds(60);
        });
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        while (Console.ReadLine() is { } line)
        {
            var occurrence = new ScheduleOccurrence(1, Samples.Now.AddMinutes(int.Parse(line, CultureInfo.InvariantCulture)));
            var results = await outbox.ApplyAsync([OutboxSamples.Insert(prefix + line).Scheduled(occurrence)], default);
            Console.WriteLine(results[0].Outcome);
        }

        await host.StopAsync();
    }
}
