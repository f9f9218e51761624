using System.Diagnostics;
using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests;

/// <summary>Appends rows to the chat log, one batch after the other, and prints the rate.</summary>
internal static class MeasureProgram
{
    private const int Rooms = 50;

    public static async Task RunAsync(string file, StorageSynchronous synchronous, int rows, int batchSize)
    {
        using var host = await StorageHost.StartAsync(options =>
        {
            options.ConnectionString = $"Data Source={file}";
            options.Synchronous = synchronous;
        });
        var chatLog = host.Services.GetRequiredService<IChatLogStore>();
        await AppendAsync(chatLog, batchSize, batchSize);

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var commits = await AppendAsync(chatLog, rows, batchSize);
        var elapsed = clock.Elapsed;
        var busy = Process.GetCurrentProcess().TotalProcessorTime - processor;
        Console.WriteLine(
            $"{synchronous}: {rows} rows in batches of {batchSize}: {rows / elapsed.TotalSeconds:N0} rows/s, "
            + $"{elapsed.TotalMilliseconds / commits:N2} ms per commit, {busy.TotalMicroseconds / rows:N1} us processor per row, "
            + $"{(GC.GetTotalAllocatedBytes(precise: true) - allocated) / rows} bytes allocated per row");
        await host.StopAsync();
    }

    private static async Task<int> AppendAsync(IChatLogStore chatLog, int rows, int batchSize)
    {
        var batch = Enumerable.Range(0, batchSize)
            .Select(place => Samples.Entry("# echo 공동구매 마감 30분 전입니다") with
            {
                Room = new RoomKey("LOA.i", $"1842{place % Rooms:0000000000}"),
            })
            .ToArray();
        var commits = 0;
        for (var done = 0; done < rows; done += batchSize, commits++)
            await chatLog.AppendAsync(batch, CancellationToken.None);
        return commits;
    }
}
