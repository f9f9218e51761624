using System.Diagnostics;
using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests;

/// <summary>Fills the chat log up to a number of lines, then times every kind of list, and purges.</summary>
internal static class MeasureChatProgram
{
    private const int Bots = 20;
    private const int Rooms = 1_000;
    private const int Senders = 5_000;
    private const int BatchSize = 5_000;
    private const int WaitingLines = 4_000;
    private const int Runs = 100;

    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Span = TimeSpan.FromDays(300);
    private static readonly RoomKey Quiet = new("bot-0", "quiet");

    public static async Task RunAsync(string file, int lines)
    {
        using var host = await StorageHost.StartAsync(options =>
        {
            options.ConnectionString = $"Data Source={file}";
            options.Synchronous = StorageSynchronous.Normal;
        });
        var store = host.Services.GetRequiredService<IChatLogStore>();
        await FillAsync(store, lines);

        var random = new Random(1);
        var middle = Begin + (Span / 2);
        ChatLogQuery Any() => new();
        ChatLogQuery Room() => Of(RoomOf(random.Next(Rooms)));
        ChatLogQuery Day(ChatLogQuery query)
        {
            var day = Begin.AddDays(random.Next(Span.Days));
            return query with { From = day, Before = day.AddDays(1) };
        }

        await TimeAsync(store, "all, first page", Any);
        await TimeAsync(store, "all, page somewhere", () => new() { BeforeId = random.Next(lines) });
        await TimeAsync(store, "all, 1,000 lines", () => new() { Limit = 1_000 });
        await TimeAsync(store, "a day", () => Day(Any()));
        await TimeAsync(store, "a room, first page", Room);
        await TimeAsync(store, "a room, page somewhere", () => Room() with { BeforeId = random.Next(lines) });
        await TimeAsync(store, "a room, 1,000 lines", () => Room() with { Limit = 1_000 });
        await TimeAsync(store, "a room, a day", () => Day(Room()));
        await TimeAsync(store, "a room, before a time", () => Room() with { Before = middle });
        await TimeAsync(store, "a room of 10 lines, the oldest", () => Of(Quiet));
        await TimeAsync(store, "a room that does not exist", () => Of(new("bot-0", "none")));
        await TimeAsync(store, "a bot", () => new() { BotName = RoomOf(random.Next(Rooms)).BotName });
        await TimeAsync(store, "a room, a sender", () => Room() with { Sender = $"hash-{random.Next(Senders)}" });
        await TimeAsync(store, "a room, own lines", () => Room() with { IsOurBotResponse = true });
        await TimeAsync(store, "a room, a text that is in no line", () => Room() with { Text = "없는 말" });
        await TimeAsync(store, "all, a sender", () => new() { Sender = $"hash-{random.Next(Senders)}" });
        await TimeAsync(store, "all, a text in each 100th line", () => new() { Text = "번호 77 " });
        await TimeAsync(store, "all, a text that is in no line", () => new() { Text = "없는 말" });

        foreach (var (batch, firstRoom) in new[] { (100, 0), (200, 100), (1_000, 200) })
        {
            await PurgeAsync(
                store, $"a room, a batch of {batch:N0} old lines", room => store.PurgeAsync(RoomOf(firstRoom + room), middle, batch, default));
        }

        await PurgeAsync(store, "a room without old lines", room => store.PurgeAsync(RoomOf(500 + room), Begin, 1_000, default));
        await host.StopAsync();
    }

    private static RoomKey RoomOf(int room) => new($"bot-{room % Bots}", $"1842{room:0000000000}");

    private static ChatLogQuery Of(RoomKey room) => new() { BotName = room.BotName, ChannelId = room.ChannelId };

    private static async Task FillAsync(IChatLogStore store, int lines)
    {
        var random = new Random(2);
        var stored = (await store.ListAsync(new() { Limit = 1 }, default)).Lines is [var newest] ? newest.Id : 0;
        if (stored == 0)
            await store.AppendAsync([.. Enumerable.Repeat(Line(random, 0, lines) with { Room = Quiet }, 10)], default);

        var clock = Stopwatch.StartNew();
        for (var first = stored; first < lines; first += BatchSize)
            await store.AppendAsync([.. Enumerable.Range((int)first, BatchSize).Select(number => Line(random, number, lines))], default);

        // Too few to enter the index: lists have to look through them.
        await store.AppendAsync([.. Enumerable.Range(lines, WaitingLines).Select(number => Line(random, number, lines))], default);
        Console.WriteLine($"{Math.Max(0, lines - stored):N0} lines stored in {clock.Elapsed.TotalSeconds:N1} s");
    }

    private static ChatLogEntry Line(Random random, int number, int lines)
    {
        var sender = random.Next(Senders);
        var at = Begin + (Span * (number / (double)lines));
        return new ChatLogEntry
        {
            Room = RoomOf(random.Next(Rooms)),
            RoomName = "공동구매 1번방",
            Sender = $"회원 {sender}",
            UserHash = $"hash-{sender}",
            Message = $"공동구매 마감 30분 전입니다, 주문 번호 {number % 100} 입금 완료했어요",
            IsGroupChat = true,
            LogId = $"30123456789{number}",
            ClientTimestamp = at,
            ServerTimestamp = at,
            IsOurBotResponse = number % 10 == 0,
        };
    }

    private static async Task TimeAsync(IChatLogStore store, string what, Func<ChatLogQuery> next)
    {
        var times = new List<double>();
        var lines = 0L;
        for (var run = 0; run < Runs; run++)
        {
            var query = next();
            var clock = Stopwatch.StartNew();
            lines += (await store.ListAsync(query, default)).Lines.Count;
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        Print(what, times, $"{lines / (double)Runs:N1} lines a page");
    }

    private static async Task PurgeAsync(IChatLogStore store, string what, Func<int, Task<int>> purge)
    {
        var times = new List<double>();
        var lines = 0L;
        for (var run = 0; run < Runs; run++)
        {
            var clock = Stopwatch.StartNew();
            lines += await purge(run);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        Print("purge: " + what, times, $"{lines / (double)Runs:N1} lines a batch");
    }

    private static void Print(string what, List<double> times, string result)
    {
        var first = times[0];
        times.Sort();
        Console.WriteLine(
            $"{what,-45} median {times[times.Count / 2],7:N2} ms, p99 {times[(times.Count * 99) / 100],7:N2} ms, first {first,7:N2} ms, {result}");
    }
}
