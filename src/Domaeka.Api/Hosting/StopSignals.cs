using System.Runtime.InteropServices;

namespace Domaeka.Api.Hosting;

/// <summary>
/// Listens for SIGTERM, SIGINT and SIGQUIT from the first moment on: the host does so only once it has started, and until then the process
/// would just die, with its rows in the database left as they were. A stop that takes too long, since something waits for what cannot be
/// interrupted, is ended here.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Right within the 30 s that are promised; the host itself gives up earlier.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(28);

    private readonly CancellationTokenSource _stop;
    private readonly PosixSignalRegistration[] _registrations;
    private ITimer? _overdue;

    /// <param name="stop">Another way to be told to stop.</param>
    public StopSignals(CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnSignal),
        ];
    }

    /// <summary>Fires with the first of them; what follows changes nothing.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _overdue?.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_stop.IsCancellationRequested)
            _overdue ??= TimeProvider.System.CreateTimer(static _ => EndNow(), null, Patience, Timeout.InfiniteTimeSpan);
        _ = _stop.CancelAsync();
    }

    // Everything that is promised to anybody is stored before it is promised.
    private static void EndNow()
    {
        Console.Error.WriteLine("Something could not be stopped in time: the process ends without it.");
        Environment.Exit(ExitCodes.Success);
    }
}
