using Domaeka.Core.Devices;

namespace Domaeka.Core.Leases;

/// <summary>The phones that are connected to other processes, as of the last look. Thread-safe.</summary>
internal sealed class RemotePhones
{
    private volatile IReadOnlyDictionary<DeviceKey, PhoneClaim> _claims = new Dictionary<DeviceKey, PhoneClaim>();

    /// <summary>How many a process has.</summary>
    public int CountOf(long instance) => _claims.Values.Count(claim => claim.Instance == instance);

    /// <summary>Where the phone is; null when it is not connected to another process.</summary>
    public PhoneClaim? Find(DeviceKey device) => _claims.GetValueOrDefault(device);

    /// <summary>Replaces what is known.</summary>
    public void Set(IReadOnlyDictionary<DeviceKey, PhoneClaim> claims) => _claims = claims;
}
