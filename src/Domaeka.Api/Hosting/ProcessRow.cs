using Domaeka.Adapters.Tcp;
using Domaeka.Api.Configuration;
using Domaeka.Core.Processes;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Hosting;

/// <summary>
/// The first step of a start with a process name. The row of that name decides on the port, so it is read before the server is put
/// together: with services of its own, which know the database and nothing that came out of it.
/// </summary>
internal sealed class ProcessRow : IAsyncDisposable
{
    /// <summary>How many names are suggested in place of one that is not known.</summary>
    private const int MostSuggestions = 10;

    private readonly ServiceProvider _services;
    private readonly IServerProcessStore _store;
    private ServerProcess _own;
    private bool _isSomebodys;

    private ProcessRow(ServiceProvider services)
    {
        _services = services;
        _store = services.GetRequiredService<IServerProcessStore>();
        _own = new ServerProcess
        {
            Name = services.GetRequiredService<IOptions<ProcessOptions>>().Value.Name,
            Pid = Environment.ProcessId,
            Port = services.GetRequiredService<IOptions<TcpOptions>>().Value.Port,
            Status = ServerProcessStatus.Starting,
            LastHeartbeat = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        };
    }

    /// <summary>Migrates the database, finds the row, says in it that the process starts, and takes its port.</summary>
    /// <param name="services">Everything that the server will be made of.</param>
    /// <param name="isPortGiven">True: the port was chosen by whoever starts the server, and goes before the row's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigurationException">There is no such row, or its port is none.</exception>
    public static async Task<ProcessRow> AdoptAsync(IServiceCollection services, bool isPortGiven, CancellationToken cancellationToken)
    {
        var provider = services.BuildServiceProvider();
        try
        {
            await provider.InitializeDomaekaStorageAsync(cancellationToken);
            var row = new ProcessRow(provider);
            await row.AdoptAsync(isPortGiven, cancellationToken);
            return row;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says in the row that the start has failed.</summary>
    public async Task FailAsync()
    {
        if (_isSomebodys)
            return;

        try
        {
            await _store.ReportAsync(_own with { Status = ServerProcessStatus.Error }, CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            // Why the start failed is told on the console; the row stays as it is.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task AdoptAsync(bool isPortGiven, CancellationToken cancellationToken)
    {
        var options = _services.GetRequiredService<IOptions<ProcessOptions>>().Value;
        var found = await _store.FindAsync(_own.Name, cancellationToken);
        if (found is null && !options.CreateRow)
            throw new ConfigurationException([await ExplainMissingAsync(cancellationToken)]);

        if (found is { Port: not 0 } && !isPortGiven)
        {
            if (found.Port is < 0 or > ushort.MaxValue)
                throw new ConfigurationException([$"The row of process \"{_own.Name}\" in kb_server_processes has port {found.Port}; allowed: 1 to 65535."]);
            _services.GetRequiredService<AdoptedProcess>().TcpPort = found.Port;
            _own = _own with { Port = found.Port };
        }

        // A second start of a process that runs most likely fails for its port, and must not make the row of the first one wrong.
        _isSomebodys = found is { Status: ServerProcessStatus.Running }
            && found.Pid != _own.Pid
            && !found.IsSilent(_own.LastHeartbeat, options.SilenceLimit);
        if (!_isSomebodys)
            await _store.ReportAsync(_own, cancellationToken);
    }

    private async Task<string> ExplainMissingAsync(CancellationToken cancellationToken)
    {
        var names = (await _store.ListAsync(cancellationToken)).Select(process => $"\"{process.Name}\"").ToList();
        var known = names.Count switch
        {
            0 => "there are no rows",
            > MostSuggestions => $"there are {string.Join(", ", names.Take(MostSuggestions))} and {names.Count - MostSuggestions} more",
            _ => $"there are {string.Join(", ", names)}",
        };
        return $"Process:Name is \"{_own.Name}\", but kb_server_processes has no such process_name: {known}. "
            + "--Process:CreateRow=true makes the row.";
    }
}
