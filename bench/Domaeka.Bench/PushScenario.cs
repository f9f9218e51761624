using System.Diagnostics;

namespace Domaeka.Bench;

/// <summary>
/// How long a push takes from the moment it was due to be sent until its line is at the phone, at a fixed rate that does not wait for
/// answers: a server that falls behind is seen to do so.
/// </summary>
internal static class PushScenario
{
    /// <summary>How long the last ones may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(BenchOptions options)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"push: {options.Rate} a second for {options.PushSeconds} s, open loop, {options.NoticePhones} phones (synchronous={options.Synchronous}); from the moment due until the line is at the phone");
        Console.WriteLine();
        Console.WriteLine("| round | pushes | p50 ms | p95 ms | p99 ms | max ms | accepted p50 ms | p99 ms | sent late p50 ms | p99 ms | max ms | server CPU | disk |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for (var round = 1; round <= options.Rounds; round++)
            await MeasureAsync(round, options);
    }

    private static async Task MeasureAsync(int round, BenchOptions options)
    {
        var disk = DiskFloor.Measure();
        var warmUp = TimeSpan.FromSeconds(options.WarmUp);
        using var server = await ServerProcess.StartDomaekaAsync(options.NoticePhones, options.Synchronous);
        var warm = (int)(warmUp.TotalSeconds * options.Rate);
        var total = warm + (options.PushSeconds * options.Rate);
        var arrivals = new NoticeArrivals(total);
        await using var phones = await NoticePhones.ConnectAsync(options.NoticePhones, server.Port, arrivals);
        using var shop = new NoticeShop(server);

        var lateness = new LatencyRecorder();
        var accepted = new LatencyRecorder();
        var calls = new Task[total];
        var cpuBefore = TimeSpan.Zero;
        var start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
        var pushing = new Thread(Push) { IsBackground = true, Name = "push" };
        pushing.Start();
        await Task.Run(pushing.Join).WaitAsync(warmUp + TimeSpan.FromSeconds(options.PushSeconds) + Patience);
        var cpu = Machine.CpuTime(server.Id) - cpuBefore;
        await Task.WhenAll(calls).WaitAsync(Patience);
        if (!await arrivals.WaitAsync(total, Patience))
            throw new TimeoutException($"{total} notices were accepted, {arrivals.Count} came: {shop.DescribeStates()}.");

        var latencies = new LatencyRecorder();
        for (var number = warm; number < total; number++)
            latencies.Add(Stopwatch.GetElapsedTime(DueOf(number), arrivals.AtOf(number)));
        Console.WriteLine(
            $"| {round} | {latencies.Count} | {latencies.PercentileMilliseconds(0.5):0.0} | {latencies.PercentileMilliseconds(0.95):0.0} | {latencies.PercentileMilliseconds(0.99):0.0} | {latencies.MaxMilliseconds:0.0} | {accepted.PercentileMilliseconds(0.5):0.0} | {accepted.PercentileMilliseconds(0.99):0.0} | {lateness.PercentileMilliseconds(0.5):0.0} | {lateness.PercentileMilliseconds(0.99):0.0} | {lateness.MaxMilliseconds:0.0} | {cpu.TotalSeconds / options.PushSeconds:p0} of a core | {disk} |");

        long DueOf(int number) => start + (long)(number * (double)Stopwatch.Frequency / options.Rate);

        // A thread of its own: the pool is busy with the phones.
        void Push()
        {
            for (var number = 0; number < total; number++)
            {
                var due = DueOf(number);
                while (Stopwatch.GetTimestamp() < due)
                    Thread.Sleep(1);
                if (number == warm)
                    cpuBefore = Machine.CpuTime(server.Id);
                if (number >= warm)
                    lateness.Add(Stopwatch.GetElapsedTime(due));
                calls[number] = PushAsync(number, due);
            }
        }

        async Task PushAsync(int number, long due)
        {
            await shop.SendAsync(number, number % options.NoticePhones);
            if (number >= warm)
                accepted.Add(Stopwatch.GetElapsedTime(due));
        }
    }
}
