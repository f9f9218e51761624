namespace Domaeka.Bench;

/// <summary>What a phone costs that has nothing to say: handshake, pings, answers.</summary>
internal static class IdleScenario
{
    public static async Task RunAsync(BenchOptions options)
    {
        Console.WriteLine();
        Console.WriteLine($"idle: {options.IdlePhones} approved phones, connected, proven and pinged for {options.Seconds} s");
        Console.WriteLine();
        using var server = await ServerProcess.StartDomaekaAsync(options.IdlePhones, "Normal");

        // The runtime's own growth (jitting, pools, the first phones' code paths) is not the phones' cost.
        var warm = await ConnectAsync(server, 0, Math.Min(100, options.IdlePhones / 10));
        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = Machine.ResidentBytes(server.Id);

        var rest = await ConnectAsync(server, warm.Phones.Length, options.IdlePhones);
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        var after = Machine.ResidentBytes(server.Id);
        var cpuBefore = Machine.CpuTime(server.Id);
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        var cpu = Machine.CpuTime(server.Id) - cpuBefore;

        var failed = warm.Idling.Concat(rest.Idling).Count(task => task.IsCompleted);
        Console.WriteLine("| phones | lost | working set before | working set after | per phone | processor |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: |");
        Console.WriteLine(
            $"| {options.IdlePhones} | {failed} | {before / 1048576.0:0.0} MiB | {after / 1048576.0:0.0} MiB | {(after - before) / 1024.0 / rest.Phones.Length:0.0} KiB | {cpu.TotalSeconds / options.Seconds:p1} of a core |");
        await warm.StopAsync();
        await rest.StopAsync();
    }

    private static async Task<IdlePhones> ConnectAsync(ServerProcess server, int first, int end)
    {
        var stop = new CancellationTokenSource();
        var phones = Enumerable.Range(first, end - first).Select(index => new BenchPhone(index)).ToArray();
        var idling = new List<Task>();
        foreach (var phone in phones)
        {
            await phone.ConnectAsync(server.Port, handshake: true);
            idling.Add(phone.IdleAsync(stop.Token));
        }

        return new IdlePhones(phones, [.. idling], stop);
    }
}
