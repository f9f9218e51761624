using System.Diagnostics;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests;

/// <summary>Takes messages into the outbox, one batch after the other, moves them on to their end, and prints the rates.</summary>
internal static class MeasureOutboxProgram
{
    private const int Rooms = 1_000;

    private static readonly IReadOnlyList<MessagePart> Content =
        [OutboxSamples.Text(string.Concat(Enumerable.Repeat("공동구매 마감 30분 전입니다. 주문은 아래 링크에서!\n", 8)))];

    public static async Task RunAsync(string file, StorageSynchronous synchronous, int messages, int batchSize)
    {
        using var host = await StorageHost.StartAsync(options =>
        {
            options.ConnectionString = $"Data Source={file}";
            options.Synchronous = synchronous;
        });
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        await MoveAsync(outbox, batchSize, batchSize, toTheEnd: true);

        await MeasureAsync("accepted", synchronous, messages, batchSize, () => MoveAsync(outbox, messages, batchSize, toTheEnd: false));
        await MeasureAsync("accepted, written, confirmed", synchronous, messages, batchSize, () => MoveAsync(outbox, messages, batchSize, toTheEnd: true));

        var clock = Stopwatch.StartNew();
        var pending = await outbox.LoadPendingAsync(0, int.MaxValue, default);
        Console.WriteLine($"{pending.Count} pending headers read in {clock.ElapsedMilliseconds} ms");
        await host.StopAsync();
    }

    private static async Task MeasureAsync(string what, StorageSynchronous synchronous, int messages, int batchSize, Func<Task<int>> work)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var commits = await work();
        var elapsed = clock.Elapsed;
        var busy = Process.GetCurrentProcess().TotalProcessorTime - processor;
        Console.WriteLine(
            $"{synchronous}: {messages} messages {what} in batches of {batchSize}: {messages / elapsed.TotalSeconds:N0} messages/s, "
            + $"{elapsed.TotalMilliseconds / commits:N2} ms per commit, {busy.TotalMicroseconds / messages:N1} us processor per message, "
            + $"{(GC.GetTotalAllocatedBytes(precise: true) - allocated) / messages} bytes allocated per message");
    }

    private static async Task<int> MoveAsync(IOutboxStore outbox, int messages, int batchSize, bool toTheEnd)
    {
        var commits = 0;
        for (var done = 0; done < messages; done += batchSize)
        {
            var now = DateTimeOffset.UtcNow;
            var results = await outbox.ApplyAsync([.. Enumerable.Range(0, batchSize).Select(_ => Insert(now))], default);
            commits++;
            foreach (var state in toTheEnd ? [DeliveryState.Written, DeliveryState.Confirmed] : Array.Empty<DeliveryState>())
            {
                await outbox.ApplyAsync([.. results.Select(result => Update(result.Sequence, state, now))], default);
                commits++;
            }
        }

        return commits;
    }

    private static OutboxInsert Insert(DateTimeOffset now)
    {
        var header = OutboxSamples.Header(OutboundMessage.NewId()) with
        {
            Room = new RoomKey("LOA.i", $"1842{Random.Shared.Next(Rooms):0000000000}"),
            RequestId = Guid.NewGuid().ToString("n"),
            CreatedAt = now,
            Progress = new DeliveryProgress { IsSending = true, Attempts = 1, DeviceId = "ccbd8eee1012327e" },
        };
        return new OutboxInsert(new OutboxMessage(header, Content))
        {
            RequestHash = Samples.Key().Hash,
            Attempt = OutboxSamples.Attempt() with { StartedAt = now },
        };
    }

    private static OutboxUpdate Update(long sequence, DeliveryState state, DateTimeOffset now)
    {
        var ended = state == DeliveryState.Confirmed ? now : (DateTimeOffset?)null;
        return new OutboxUpdate(
            sequence,
            new DeliveryProgress
            {
                State = state,
                IsSending = ended is null,
                Attempts = 1,
                PartsConfirmed = ended is null ? 0 : 1,
                DeviceId = "ccbd8eee1012327e",
                WrittenAt = now,
                EndedAt = ended,
            })
        {
            At = now,
            IsNews = true,
            Attempt = OutboxSamples.Attempt() with { State = state, StartedAt = now, WrittenAt = now, EndedAt = ended },
        };
    }
}
