using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Domaeka.Bench;

/// <summary>
/// How late notices of schedules come: a few in each second with many stored, and then many at once. Every row is in the table before the
/// server starts, as the shop would have put it there.
/// </summary>
internal static class SchedulesScenario
{
    private const string Insert = """
        INSERT INTO kb_schedule (title, target_bot_name, target_room_id, message_text, schedule_type, schedule_date, schedule_time, status)
        VALUES ($title, $bot, $room, $text, 'once', $date, $time, 'active')
        """;

    /// <summary>The shop's clock.</summary>
    private static readonly TimeSpan Seoul = TimeSpan.FromHours(9);

    /// <summary>Seconds whose notices are not counted: the first few are late by as much as compiling the code takes.</summary>
    private const int WarmUpSeconds = 2;

    /// <summary>How long the last ones may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(BenchOptions options)
    {
        if (BenchDatabase.Server is not null)
            throw new InvalidOperationException("The table of schedules is filled on SQLite alone: leave --mariadb away.");

        var trickle = TrickleOf(options);
        Console.WriteLine();
        Console.WriteLine(
            $"schedules: {options.Schedules} stored; {options.DuePerSecond} due in each of {options.DueSeconds} s, then {options.Burst} in one second for {options.BurstPhones} phones (synchronous={options.Synchronous})");
        Console.WriteLine();
        Console.WriteLine(DiskFloor.Measure());

        var first = WholeSecond(TimeProvider.System.GetUtcNow().AddSeconds(options.Lead));
        var burst = first.AddSeconds(WarmUpSeconds + options.DueSeconds + 2);
        using var server = await ServerProcess.StartDomaekaAsync(
            options.BurstPhones, options.Synchronous, database => Fill(database, options, first, burst));
        var arrivals = new NoticeArrivals(trickle + options.Burst);
        await using var phones = await NoticePhones.ConnectAsync(options.BurstPhones, server.Port, arrivals);

        // One clock for both: how far the time stamps are from the wall clock.
        var (wall, stamp) = (TimeProvider.System.GetUtcNow(), Stopwatch.GetTimestamp());
        if (wall > first.AddSeconds(-2))
            throw new InvalidOperationException($"The start took too long; give it more with --lead={options.Lead * 2}.");
        Console.WriteLine($"ready {(first - wall).TotalSeconds:0} s before the first is due");

        await Task.Delay(burst.AddSeconds(-0.5) - wall);
        var cpuBefore = Machine.CpuTime(server.Id);
        var complete = await arrivals.WaitAsync(trickle + options.Burst, Patience);
        var cpu = Machine.CpuTime(server.Id) - cpuBefore;
        if (!complete)
            throw new TimeoutException($"{trickle + options.Burst} notices were due, {arrivals.Count} came.");

        var late = new LatencyRecorder();
        var warm = options.DuePerSecond * WarmUpSeconds;
        for (var number = warm; number < trickle; number++)
            late.Add(LateOf(number, first.AddSeconds(number / options.DuePerSecond)));
        var bursting = Enumerable.Range(trickle, options.Burst).Select(number => LateOf(number, burst).TotalMilliseconds).ToArray();

        Console.WriteLine();
        Console.WriteLine("| due | notices | p50 ms | p95 ms | p99 ms | max ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        Console.WriteLine(
            $"| one second after another | {late.Count} | {late.PercentileMilliseconds(0.5):0.0} | {late.PercentileMilliseconds(0.95):0.0} | {late.PercentileMilliseconds(0.99):0.0} | {late.MaxMilliseconds:0.0} |");
        Console.WriteLine(
            $"| all in one second | {options.Burst} | {At(bursting, 0.5):0} | {At(bursting, 0.95):0} | {At(bursting, 0.99):0} | {bursting.Max():0} |");
        Console.WriteLine();
        Console.WriteLine($"The burst took {bursting.Max() / 1000:0.00} s and {cpu.TotalMicroseconds / options.Burst:0} µs of the server's processors for each notice.");
        Console.WriteLine();
        PrintFairness(bursting, options.BurstPhones);

        TimeSpan LateOf(int number, DateTimeOffset due) => wall + Stopwatch.GetElapsedTime(stamp, arrivals.AtOf(number)) - due;
    }

    /// <summary>Notice i of the burst goes to phone i modulo phones, and is that phone's (i / phones)th in the table.</summary>
    private static void PrintFairness(double[] bursting, int phones)
    {
        var byPhone = bursting.Select((late, index) => (late, index)).GroupBy(notice => notice.index % phones, notice => notice.late)
            .Select(group => group.Order().ToArray()).ToArray();
        Console.WriteLine("| of each phone | earliest phone ms | median | latest phone ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        for (var rank = 0; rank < byPhone.Min(notices => notices.Length); rank++)
            Print($"notice {rank + 1}", [.. byPhone.Select(notices => notices[rank])]);
        Print("the last", [.. byPhone.Select(notices => notices[^1])]);

        void Print(string name, double[] times) => Console.WriteLine($"| {name} | {times.Min():0} | {At(times, 0.5):0} | {times.Max():0} |");
    }

    private static int TrickleOf(BenchOptions options) => options.DuePerSecond * (WarmUpSeconds + options.DueSeconds);

    private static double At(double[] values, double share) => values.Order().ElementAt((int)Math.Ceiling(values.Length * share) - 1);

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);

    private static void Fill(string database, BenchOptions options, DateTimeOffset first, DateTimeOffset burst)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Insert;
        string[] names = ["$title", "$bot", "$room", "$text", "$date", "$time"];
        foreach (var name in names)
            command.Parameters.Add(name, SqliteType.Text);

        var trickle = TrickleOf(options);
        for (var number = 0; number < trickle; number++)
            Add(number, number, first.AddSeconds(number / options.DuePerSecond));
        for (var number = 0; number < options.Burst; number++)
            Add(trickle + number, number, burst);

        // The others come due within the next year, none of them during the run.
        for (var number = trickle + options.Burst; number < options.Schedules; number++)
            Add(number, number, burst.AddHours(1).AddSeconds(number * 31_000_000L / options.Schedules));
        transaction.Commit();

        void Add(int number, int phone, DateTimeOffset due)
        {
            var room = PhoneScript.RoomOf(phone % options.BurstPhones);
            var local = due.ToOffset(Seoul);
            string[] values =
            [
                $"공지 {number}", room.BotName, room.ChannelId, NoticeArrivals.TextOf(number),
                local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), local.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            ];
            for (var index = 0; index < values.Length; index++)
                command.Parameters[index].Value = values[index];
            command.ExecuteNonQuery();
        }
    }
}
