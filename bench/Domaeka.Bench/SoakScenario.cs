using System.Diagnostics;

namespace Domaeka.Bench;

/// <summary>
/// Many phones for a long time, of which some say something, all answer pings, and a tenth leaves and comes back each minute: does anything
/// go wrong, does memory grow, do answers stay quick.
/// </summary>
internal static class SoakScenario
{
    /// <summary>An answer that takes longer is taken for lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(BenchOptions options)
    {
        Console.WriteLine();
        Console.WriteLine($"# soak: {options.SoakPhones} phones, {options.SoakRate} lines/s, each an echo, signed and logged on {BenchDatabase.Name} (synchronous={options.Synchronous}), {options.SoakReconnects:p0} of the phones come back each minute, half of them by a reset{(options.SoakNew ? "; none of them has ever been there" : "")}");
        Console.WriteLine();

        // A connection that ends keeps its place for up to 5 s, for answers that are still on their way.
        ServerProcess.Settings = [$"--Tcp:MaxConnections={options.SoakPhones + (options.SoakPhones / 5)}", .. ServerProcess.Settings];
        using var server = await ServerProcess.StartDomaekaAsync(options.SoakPhones, options.Synchronous, areNew: options.SoakNew);
        using var stop = new CancellationTokenSource();
        var errors = new SoakErrors();
        var latencies = new LatencyRecorder();
        var listening = new List<Task>();
        var phones = Enumerable.Range(0, options.SoakPhones)
            .Select(index => new SoakPhone(index, server.Port, latencies, errors, stop.Token))
            .ToArray();
        try
        {
            var connecting = Stopwatch.GetTimestamp();
            foreach (var phone in phones)
                listening.Add(await phone.ConnectAsync());
            Console.WriteLine($"{phones.Length} phones connected in {Stopwatch.GetElapsedTime(connecting).TotalSeconds:0.0} s");
            Console.WriteLine();
            Console.WriteLine("| minute | lines said | p50 ms | p99 ms | longest ms | came back | errors | memory MiB | server CPU of a core |");
            Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            await LoadAsync(options, server, phones, latencies, errors);
            Console.WriteLine();
            Console.WriteLine($"errors: {errors}");
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var phone in phones)
                phone.Dispose();
        }
    }

    private static async Task LoadAsync(
        BenchOptions options, ServerProcess server, SoakPhone[] phones, LatencyRecorder latencies, SoakErrors errors)
    {
        var random = new Random(1);
        var memory = new List<double>();
        var pending = new List<Task>();
        for (var minute = 1; minute <= options.SoakMinutes; minute++)
        {
            latencies.Clear();
            var start = Stopwatch.GetTimestamp();
            var cpu = Machine.CpuTime(server.Id);
            long said = 0;
            long left = 0;
            while (Stopwatch.GetElapsedTime(start) is var elapsed && elapsed < TimeSpan.FromMinutes(1))
            {
                for (var due = (long)(elapsed.TotalSeconds * options.SoakRate); said < due; said++)
                    pending.Add(SayAsync(phones, random.Next(phones.Length)));
                for (var due = (long)(elapsed.TotalMinutes * options.SoakReconnects * phones.Length); left < due; left++)
                    pending.Add(ReturnAsync(phones, random.Next(phones.Length), abruptly: left % 2 == 0, errors));
                pending.RemoveAll(task => task.IsCompleted);
                await Task.Delay(Tick);
            }

            await Task.WhenAll(pending).WaitAsync(Patience);
            pending.Clear();
            foreach (var late in phones.Where(phone => phone.Waiting > Patience))
                errors.Add("no answer");
            memory.Add(Machine.ResidentBytes(server.Id) / 1048576.0);
            var share = (Machine.CpuTime(server.Id) - cpu) / Stopwatch.GetElapsedTime(start);
            Console.WriteLine(
                $"| {minute} | {said} | {latencies.PercentileMilliseconds(0.5):0.0} | {latencies.PercentileMilliseconds(0.99):0.0} | {latencies.MaxMilliseconds:0.0} | {left} | {errors.Count} | {memory[^1]:0} | {share:p0} |");
        }

        if (memory.Count > 3)
            Console.WriteLine($"\nmemory of the last minute is {memory[^1] / memory[1]:p0} of that of the second");
    }

    /// <summary>Some phone says it; one that is just leaving leaves it to the next.</summary>
    private static async Task SayAsync(SoakPhone[] phones, int index)
    {
        while (!await phones[index].SayAsync())
            index = (index + 1) % phones.Length;
    }

    private static async Task ReturnAsync(SoakPhone[] phones, int index, bool abruptly, SoakErrors errors)
    {
        while (!phones[index].TryLeave(abruptly))
            index = (index + 1) % phones.Length;
        try
        {
            _ = await phones[index].ConnectAsync();
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or OperationCanceledException)
        {
            errors.Add($"cannot connect: {exception.GetType().Name}");
        }
    }
}
