using Domaeka.Core.Devices;

namespace Domaeka.Core.Processes;

/// <summary>
/// The devices that take a place of the server: those with an open connection, proven or not, and those that were let in or are being decided
/// on, until their connection is registered.
/// </summary>
internal sealed class Places(TimeProvider clock)
{
    /// <summary>How long the place of a phone is kept whose connection does not come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly HashSet<DeviceKey> _open = [];
    private readonly Dictionary<DeviceKey, Reservation> _reserved = [];

    /// <summary>How many places are taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                foreach (var (device, reservation) in _reserved)
                {
                    if (clock.GetElapsedTime(reservation.Since) > Patience)
                        _reserved.Remove(device);
                }

                return _open.Count + _reserved.Count;
            }
        }
    }

    /// <summary>True when the device has a place that nobody will take from it.</summary>
    public bool Has(DeviceKey device)
    {
        lock (_gate)
        {
            return _open.Contains(device)
                || (_reserved.TryGetValue(device, out var reservation)
                    && reservation.IsGranted
                    && clock.GetElapsedTime(reservation.Since) <= Patience);
        }
    }

    /// <summary>Takes a place, for now, unless the device has one.</summary>
    public void Reserve(DeviceKey device)
    {
        lock (_gate)
        {
            if (!_open.Contains(device))
                _reserved[device] = new Reservation(clock.GetTimestamp(), IsGranted: false);
        }
    }

    /// <summary>The reserved place is the device's own.</summary>
    public void Grant(DeviceKey device)
    {
        lock (_gate)
        {
            if (_reserved.TryGetValue(device, out var reservation))
                _reserved[device] = reservation with { IsGranted = true };
        }
    }

    /// <summary>Gives a reserved place back.</summary>
    public void Release(DeviceKey device)
    {
        lock (_gate)
            _reserved.Remove(device);
    }

    /// <summary>The device has a connection now.</summary>
    public void OnOpened(DeviceKey device)
    {
        lock (_gate)
        {
            _reserved.Remove(device);
            _open.Add(device);
        }
    }

    /// <summary>The device's last connection is closed.</summary>
    public void OnClosed(DeviceKey device)
    {
        lock (_gate)
            _open.Remove(device);
    }

    private readonly record struct Reservation(long Since, bool IsGranted);
}
