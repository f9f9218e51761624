using System.Diagnostics;

namespace Domaeka.Bench;

/// <summary>The bare echo and the whole server in turn, under the same load in the same run: what counts is the ratio.</summary>
internal static class EchoScenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <summary>How long the last answers may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(BenchOptions options)
    {
        Console.WriteLine();
        Console.WriteLine($"# echo: {options.Phones} phones, {options.Outstanding} lines outstanding each, signatures required, every line logged on {BenchDatabase.Name} (synchronous={options.Synchronous})");
        Console.WriteLine();
        Console.WriteLine("| round | server | lines/s | p50 ms | p99 ms | server CPU µs/line | of the ceiling |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
        for (var round = 1; round <= options.Rounds; round++)
        {
            using var bare = await ServerProcess.StartCeilingAsync();
            var ceiling = await MeasureAsync(bare, isEcho: true, options);
            bare.Dispose();
            Print(round, "bare Kestrel line echo", ceiling, null);

            using var domaeka = await ServerProcess.StartDomaekaAsync(options.Phones, options.Synchronous);
            Print(round, "Domaeka", await MeasureAsync(domaeka, isEcho: false, options), ceiling.LinesPerSecond);
        }
    }

    private static async Task<EchoResult> MeasureAsync(ServerProcess server, bool isEcho, BenchOptions options)
    {
        var phones = Enumerable.Range(0, options.Phones).Select(index => new BenchPhone(index)).ToArray();
        try
        {
            foreach (var phone in phones)
                await phone.ConnectAsync(server.Port, handshake: !isEcho);

            var latencies = new LatencyRecorder();
            var from = Stopwatch.GetTimestamp() + (long)(WarmUp.TotalSeconds * Stopwatch.Frequency);
            var end = from + (options.Seconds * Stopwatch.Frequency);
            var running = Task.WhenAll(
                phones.Select(phone => Task.Run(() => phone.RunAsync(options.Outstanding, isEcho, from, end, latencies))));
            await Task.Delay(WarmUp);
            var cpuBefore = Machine.CpuTime(server.Id);

            // One time-out for all: one for each receive would cost the generator as much as the receive.
            await running.WaitAsync(TimeSpan.FromSeconds(options.Seconds) + Patience);
            var cpu = Machine.CpuTime(server.Id) - cpuBefore;
            return new EchoResult(
                latencies.Count / (double)options.Seconds,
                latencies.PercentileMilliseconds(0.5),
                latencies.PercentileMilliseconds(0.99),
                cpu.TotalMicroseconds / latencies.Count);
        }
        finally
        {
            foreach (var phone in phones)
                phone.Dispose();
        }
    }

    private static void Print(int round, string name, EchoResult result, double? ceiling) => Console.WriteLine(
        $"| {round} | {name} | {result.LinesPerSecond:n0} | {result.P50Milliseconds:0.0} | {result.P99Milliseconds:0.0} | {result.ServerMicrosecondsPerLine:0.0} | {(ceiling is null ? "" : $"{result.LinesPerSecond / ceiling:p0}")} |");
}
