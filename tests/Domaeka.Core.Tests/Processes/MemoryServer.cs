using Domaeka.Core.Processes;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Processes;

/// <summary>The tables of processes and servers in memory, shared by the processes of a test.</summary>
internal sealed class MemoryServer : IServerProcessStore, IServerLoadStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ServerProcess> _processes = [];
    private readonly Dictionary<string, ProcessLoad> _loads = [];

    public ServerLoad? Row { get; set; } = new() { ServerId = 1 };

    public bool IsAway { get; set; }

    public List<ProcessLoad> Reports { get; } = [];

    public List<ServerProcessStatus> Statuses { get; } = [];

    public int Reads { get; private set; }

    public int CurrentBots { get; private set; }

    /// <summary>Reports wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public void Put(ServerProcess process) => _processes[process.Name] = process;

    public Task ReportAsync(ServerProcess process, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            Statuses.Add(process.Status);
            _processes[process.Name] = process with { ServerId = 1 };
        }

        return Task.CompletedTask;
    }

    public Task<ServerProcess?> FindAsync(string name, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
            return Task.FromResult(_processes.GetValueOrDefault(name));
    }

    public Task<IReadOnlyList<ServerProcess>> ListAsync(CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
            return Task.FromResult<IReadOnlyList<ServerProcess>>([.. _processes.Values]);
    }

    public Task<bool> TryMarkCrashedAsync(ServerProcess seen, CancellationToken cancellationToken)
    {
        lock (_gate)
            _processes[seen.Name] = seen with { Status = ServerProcessStatus.Crashed };
        return Task.FromResult(true);
    }

    public async Task<ServerLoad?> ReportAsync(ProcessLoad load, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await Gate;
        Check();
        lock (_gate)
        {
            Reports.Add(load);
            _loads[load.ProcessName] = load;
            CurrentBots = _loads.Values.Where(other => other.At >= since).Sum(other => other.LiveBots);
            return Read(load.ProcessName, since);
        }
    }

    public Task<ServerLoad?> ReadAsync(long serverId, string processName, DateTimeOffset since, CancellationToken cancellationToken)
    {
        Check();
        lock (_gate)
        {
            Reads++;
            return Task.FromResult(Read(processName, since));
        }
    }

    private ServerLoad? Read(string processName, DateTimeOffset since) => Row is null ? null : Row with
    {
        TakenElsewhere = _loads.Values.Where(load => load.ProcessName != processName && load.At >= since).Sum(load => load.TakenPlaces),
    };

    private void Check()
    {
        if (IsAway)
            throw new StorageUnavailableException("The database is away.");
    }
}
