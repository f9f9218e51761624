using Domaeka.Core.Devices;
using Domaeka.Core.Processes;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// The newest <c>auth.timestamp</c> that each device has signed. A line that somebody has recorded says nothing newer, so it
/// cannot take the place of the phone's live connection (<c>docs/security.md</c>, "Takeover"). One for all connections.
/// </summary>
/// <remarks>
/// An entry is of use as long as a signature of its time would be accepted, and is forgotten then. Only what was verified is entered, so
/// there are never more entries than devices.
/// </remarks>
internal sealed class ProofLedger(IOptions<SignatureOptions> options, IPeerProcesses peers, TimeProvider time)
{
    private const int FirstSweep = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<DeviceKey, long> _newest = [];
    private readonly bool _isOn = options.Value.IsRequired;
    private readonly long _skewMilliseconds = (long)options.Value.ClockSkew.TotalMilliseconds;
    private int _sweepAt = FirstSweep;

    /// <summary>How many devices are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _newest.Count;
        }
    }

    /// <summary>Takes in a verified time. False when the device has signed the same or a later one before.</summary>
    /// <param name="device">The device.</param>
    /// <param name="timestamp">Milliseconds since 1970 UTC, by the phone's clock. Without a secret nothing is verified, and everything is new.</param>
    public bool TryAdvance(DeviceKey device, long timestamp)
    {
        if (!_isOn)
            return true;

        lock (_gate)
        {
            if (_newest.TryGetValue(device, out var newest))
            {
                if (timestamp <= newest)
                    return false;
                _newest[device] = timestamp;
                return true;
            }

            if (_newest.Count >= _sweepAt)
                Sweep();
            _newest.Add(device, timestamp);
            return true;
        }
    }

    /// <summary>Whether another process has the phone, and it has signed that time or a later one there.</summary>
    /// <param name="device">The device.</param>
    /// <param name="timestamp">As of <see cref="TryAdvance"/>.</param>
    public bool IsKnownElsewhere(DeviceKey device, long timestamp) =>
        _isOn && peers.FindPhone(device) is { SignedAt: { } signed } && timestamp <= signed.ToUnixTimeMilliseconds();

    /// <summary>The verified time as Core compares it between processes; null when nothing is verified.</summary>
    /// <param name="timestamp">As of <see cref="TryAdvance"/>.</param>
    public DateTimeOffset? Read(long timestamp) => _isOn && timestamp > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(timestamp) : null;

    private void Sweep()
    {
        var oldest = time.GetUtcNow().ToUnixTimeMilliseconds() - _skewMilliseconds;
        foreach (var (device, newest) in _newest)
        {
            if (newest < oldest)
                _newest.Remove(device);
        }

        _sweepAt = Math.Max(FirstSweep, _newest.Count * 2);
    }
}
