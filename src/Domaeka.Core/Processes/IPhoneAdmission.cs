using Domaeka.Core.Devices;

namespace Domaeka.Core.Processes;

/// <summary>Whether the server has a place for a phone. Adapters ask for each phone that introduces itself and may otherwise be served.</summary>
public interface IPhoneAdmission
{
    /// <summary>
    /// Lets a phone in or not. One that has a connection already is always let in: it takes no second place. While the database
    /// cannot be asked, the numbers that were read last hold.
    /// </summary>
    ValueTask<AdmissionOutcome> AdmitAsync(DeviceKey device, CancellationToken cancellationToken);
}
