using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Processes;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Decides what becomes of a phone that introduces itself. One for all connections.</summary>
internal sealed class PhoneGreeter(IDeviceDirectory devices, IConnectionRegistry registry, IPhoneAdmission admission)
{
    /// <summary>Makes sure that the device has a row and says what its phone is to be told. Fails closed.</summary>
    public async ValueTask<Greeting> GreetAsync(PhoneIdentity identity, CancellationToken cancellationToken)
    {
        // In this order: a drain to a target has one before it has begun.
        if (registry.IsDraining)
        {
            return registry.MovesTo is { } target
                ? Refuse(GreetingTexts.Moving) with { MovesTo = target }
                : Refuse(GreetingTexts.Draining);
        }

        var (outcome, device) = await devices.RegisterAsync(identity, cancellationToken);
        return outcome switch
        {
            DeviceRegistrationOutcome.Known or DeviceRegistrationOutcome.Added when device is not null =>
                await GreetAsync(device, outcome == DeviceRegistrationOutcome.Added, cancellationToken),
            DeviceRegistrationOutcome.InvalidKey => RefuseForItsOwn(GreetingTexts.InvalidIdentity),
            DeviceRegistrationOutcome.TooManyPending => RefuseForItsOwn(GreetingTexts.TooManyPending),
            _ => Refuse(GreetingTexts.StorageUnavailable),
        };
    }

    // Behind the device's own status: that there is no place is told to those who would otherwise be served.
    private async ValueTask<Greeting> GreetAsync(Device device, bool isNew, CancellationToken cancellationToken)
    {
        var answer = GreetingTexts.ForStatus(device, isNew);
        if (device.Status.IsShutOut())
            return new Greeting(IsWelcome: false, answer);

        return await admission.AdmitAsync(device.Key, cancellationToken) switch
        {
            AdmissionOutcome.Admitted => new Greeting(IsWelcome: true, answer),
            AdmissionOutcome.ServerInMaintenance => Refuse(GreetingTexts.ServerInMaintenance),
            AdmissionOutcome.MemoryShort => Refuse(GreetingTexts.MemoryShort),
            AdmissionOutcome.ServerInactive => Refuse(GreetingTexts.ServerInactive),
            _ => Refuse(GreetingTexts.ServerFull),
        };
    }

    // Nothing that the phone has done: it must not count against its address.
    private static Greeting Refuse(string reason) => new(false, GreetingTexts.Refusal(reason), IsServersDoing: true);

    private static Greeting RefuseForItsOwn(string reason) => new(false, GreetingTexts.Refusal(reason));
}
