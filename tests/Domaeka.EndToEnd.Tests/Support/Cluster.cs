using System.Collections.Concurrent;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Several server processes on one database, each with a name of its own.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, DomaekaServer> _servers = new();
    private readonly ServerStore _store;
    private readonly string[] _settings;

    private Cluster(ServerStore store, string[] settings)
    {
        _store = store;
        _settings = settings;
    }

    /// <summary>Settings that make a process give its dead neighbours up early. The lease is as short as one can be.</summary>
    public static string[] ShortLease { get; } = ["--Lease:Duration=00:00:03", "--Lease:RenewInterval=00:00:00.5"];

    /// <summary>Settings that make the processes know each other soon after they started.</summary>
    public static string[] QuickLook { get; } = ["--Lease:RenewInterval=00:00:00.2"];

    /// <summary>A process that runs, by its number from 0.</summary>
    public DomaekaServer this[int number] => _servers[number];

    /// <summary>The numbers of those that run.</summary>
    public IReadOnlyList<int> Running => [.. _servers.Keys.Order()];

    /// <summary>Where a process listens for phones; 0, where nobody does, while it does not run.</summary>
    public int PortOf(int number) => _servers.TryGetValue(number, out var server) ? server.TcpPort : 0;

    /// <summary>Any one of those that run; null when none does.</summary>
    public DomaekaServer? Any()
    {
        var running = _servers.Values.ToArray();
        return running.Length == 0 ? null : running[Random.Shared.Next(running.Length)];
    }

    /// <summary>The name of a process.</summary>
    public static string NameOf(int number) => $"process-{number}";

    /// <summary>Starts the first process, which makes the tables and the key, and then the others, all at once.</summary>
    public static async Task<Cluster> StartAsync(ServerStore store, int count, string[]? settings = null)
    {
        var cluster = new Cluster(store, settings ?? []);
        try
        {
            await cluster.StartAsync(0);
            await Task.WhenAll(Enumerable.Range(1, count - 1).Select(cluster.StartAsync));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process that is not running.</summary>
    public async Task<DomaekaServer> StartAsync(int number) =>
        _servers[number] = await DomaekaServer.StartAsync(_store, [$"--Process:Name={NameOf(number)}", "--Process:CreateRow=true", .. _settings]);

    /// <summary>Kills a process and waits until it is gone.</summary>
    public async Task KillAsync(int number)
    {
        if (!_servers.TryRemove(number, out var server))
            throw new InvalidOperationException($"{NameOf(number)} does not run.");
        server.Program.Kill();
        await server.Program.WaitForExitAsync();
        await server.DisposeAsync();
    }

    /// <summary>Waits until another process has taken over what a killed one held.</summary>
    public async Task WaitForTakeOverAsync(int number)
    {
        using var database = Database.Open(_store);
        await Domaeka.TestKit.Eventually.TrueAsync(() => Task.FromResult(
            database.Count($"SELECT count(*) FROM dk_instances WHERE process_name = '{NameOf(number)}' AND ended_at IS NULL") == 0));
    }

    /// <summary>Stops every process as systemd does, one after the other, and expects proper ends.</summary>
    public async Task StopAsync()
    {
        foreach (var number in Running)
        {
            if (_servers.TryRemove(number, out var server))
            {
                await server.StopAsync();
                await server.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await server.DisposeAsync();
    }
}
