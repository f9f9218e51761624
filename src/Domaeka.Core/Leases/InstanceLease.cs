using Microsoft.Extensions.Options;

namespace Domaeka.Core.Leases;

/// <summary>What this process knows of its own lease. Thread-safe.</summary>
internal sealed class InstanceLease(IOptions<LeaseOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<LeaseHolder> _holders = [];
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _instance;
    private long _renewedAt;

    /// <summary>This instance; 0 while there is no lease.</summary>
    public long Instance => Volatile.Read(ref _instance);

    /// <summary>Every instance that held its lease when last looked, the eldest first.</summary>
    public IReadOnlyList<LeaseHolder> Holders => Volatile.Read(ref _holders);

    /// <summary>True unless another instance was there when last looked.</summary>
    public bool IsAlone => Holders.Count <= 1;

    /// <summary>True for one of the instances: the one that does what is to be done only once.</summary>
    public bool IsEldest => Instance is not 0 and var instance && (Holders is not [var eldest, ..] || eldest.Instance == instance);

    /// <summary>
    /// False when the lease may have run out while this process was stopped or cut off: nothing may leave on its strength until it is
    /// renewed, which asking for it speeds up.
    /// </summary>
    public bool IsHeld
    {
        get
        {
            lock (_gate)
            {
                if (_instance != 0 && clock.GetElapsedTime(_renewedAt) < options.Value.Duration)
                    return true;
                _wanted.TrySetResult();
                return false;
            }
        }
    }

    /// <summary>Completes when somebody cannot wait for the lease to be renewed in time.</summary>
    public Task Wanted
    {
        get
        {
            lock (_gate)
                return _wanted.Task;
        }
    }

    /// <summary>How long to wait before looking for what other processes have done.</summary>
    public TimeSpan PollDelay => IsAlone ? options.Value.RenewInterval : options.Value.PollInterval;

    /// <summary>The database says that the lease has ended.</summary>
    public void ReportLost(long instance)
    {
        lock (_gate)
        {
            if (instance == _instance)
                _wanted.TrySetResult();
        }
    }

    /// <summary>The name of the process of an instance; null when it is not known.</summary>
    public string? NameOf(long instance) => Holders.FirstOrDefault(holder => holder.Instance == instance)?.ProcessName;

    /// <summary>The lease is taken or renewed.</summary>
    /// <param name="instance">This instance.</param>
    /// <param name="holders">Every instance.</param>
    /// <param name="askedAt">The time stamp from before the database was asked: the lease is no longer than that.</param>
    public void Set(long instance, IReadOnlyList<LeaseHolder> holders, long askedAt)
    {
        lock (_gate)
        {
            _renewedAt = askedAt;
            if (_wanted.Task.IsCompleted)
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _holders, holders);
            Volatile.Write(ref _instance, instance);
        }
    }

    /// <summary>There is no lease any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Volatile.Write(ref _instance, 0);
            Volatile.Write(ref _holders, []);
            if (_wanted.Task.IsCompleted)
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
