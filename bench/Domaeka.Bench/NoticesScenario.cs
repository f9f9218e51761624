using System.Diagnostics;

namespace Domaeka.Bench;

/// <summary>How many notices a second are accepted, written and confirmed while callers push as fast as they are answered.</summary>
internal static class NoticesScenario
{
    /// <summary>More than any server here takes in a run; callers stop at it.</summary>
    private const int MaxNotices = 2_000_000;

    /// <summary>How long the last ones may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(BenchOptions options)
    {
        Console.WriteLine();
        Console.WriteLine(
            $"notices: {options.Callers} callers over gRPC, closed loop, {options.NoticePhones} phones, {options.Seconds} s, {BenchDatabase.Name} (synchronous={options.Synchronous})");
        Console.WriteLine();
        Console.WriteLine("| round | call | accepted/s | at the phone/s | confirmed/s, until the last | call p50 ms | p99 ms | server CPU µs/notice | disk |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for (var round = 1; round <= options.Rounds; round++)
        {
            await MeasureAsync(round, "SendMessage", options.Callers, batch: 1, options);
            await MeasureAsync(round, $"BatchSendMessages of {options.Batch}", Math.Max(1, options.Callers / 16), options.Batch, options);
        }
    }

    private static async Task MeasureAsync(int round, string name, int callers, int batch, BenchOptions options)
    {
        var disk = DiskFloor.Measure();
        var warmUp = TimeSpan.FromSeconds(options.WarmUp);
        using var server = await ServerProcess.StartDomaekaAsync(options.NoticePhones, options.Synchronous);
        var arrivals = new NoticeArrivals(MaxNotices);
        await using var phones = await NoticePhones.ConnectAsync(options.NoticePhones, server.Port, arrivals);
        using var shop = new NoticeShop(server);

        var latencies = new LatencyRecorder();
        var next = -1;
        var accepted = 0;
        var acceptedInTime = 0;
        var from = Stopwatch.GetTimestamp() + (long)(warmUp.TotalSeconds * Stopwatch.Frequency);
        var end = from + (options.Seconds * Stopwatch.Frequency);
        var calling = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
        await Task.Delay(warmUp);
        var (arrivedBefore, confirmedBefore, cpuBefore) = (arrivals.Count, shop.CountConfirmed(), Machine.CpuTime(server.Id));
        await calling.WaitAsync(warmUp + TimeSpan.FromSeconds(options.Seconds) + Patience);
        var arrivedInTime = arrivals.Count - arrivedBefore;

        if (!await arrivals.WaitAsync(accepted, Patience))
            throw new TimeoutException($"{accepted} notices were accepted, {arrivals.Count} came: {shop.DescribeStates()}.");
        while (shop.CountConfirmed() < accepted && Stopwatch.GetElapsedTime(end) < Patience)
            await Task.Delay(20);
        var confirmed = shop.CountConfirmed();
        var elapsed = Stopwatch.GetElapsedTime(from);
        var cpu = Machine.CpuTime(server.Id) - cpuBefore;
        if (confirmed != accepted)
            throw new TimeoutException($"{accepted} notices were accepted, {confirmed} confirmed: {shop.DescribeStates()}.");

        Console.WriteLine(
            $"| {round} | {name} | {acceptedInTime / (double)options.Seconds:n0} | {arrivedInTime / (double)options.Seconds:n0} | {(confirmed - confirmedBefore) / elapsed.TotalSeconds:n0} | {latencies.PercentileMilliseconds(0.5):0.0} | {latencies.PercentileMilliseconds(0.99):0.0} | {cpu.TotalMicroseconds / (confirmed - confirmedBefore):0} | {disk} |");

        async Task CallAsync()
        {
            while (true)
            {
                var start = Stopwatch.GetTimestamp();
                var first = Interlocked.Add(ref next, batch) - batch + 1;
                if (start >= end || first + batch > MaxNotices)
                    return;
                if (batch == 1)
                    await shop.SendAsync(first, first % options.NoticePhones);
                else
                    await shop.SendAsync(Enumerable.Range(first, batch).Select(number => (number, number % options.NoticePhones)));

                Interlocked.Add(ref accepted, batch);
                var now = Stopwatch.GetTimestamp();
                if (now < from || now > end)
                    continue;
                Interlocked.Add(ref acceptedInTime, batch);
                latencies.Add(Stopwatch.GetElapsedTime(start, now));
            }
        }
    }
}
