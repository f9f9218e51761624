using Domaeka.Adapters.Tcp.Telemetry;
using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Processes;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Decides what becomes of a phone that introduces itself. One for all connections.</summary>
internal sealed class PhoneGreeter(IDeviceDirectory devices, IConnectionRegistry registry, IPhoneAdmission admission, PhoneMetrics metrics)
{
    /// <summary>Makes sure that the device has a row and says what its phone is to be told. Fails closed.</summary>
    public async ValueTask<Greeting> GreetAsync(PhoneIdentity identity, CancellationToken cancellationToken)
    {
        // In this order: a drain to a target has one before it has begun.
        if (registry.IsDraining)
        {
            return registry.MovesTo is { } target
                ? Refuse(TurnAwayReason.Moving, GreetingTexts.Moving) with { MovesTo = target }
                : Refuse(TurnAwayReason.Draining, GreetingTexts.Draining);
        }

        var (outcome, device) = await devices.RegisterAsync(identity, cancellationToken);
        return outcome switch
        {
            DeviceRegistrationOutcome.Known or DeviceRegistrationOutcome.Added when device is not null =>
                await GreetAsync(device, outcome == DeviceRegistrationOutcome.Added, cancellationToken),
            DeviceRegistrationOutcome.InvalidKey => RefuseForItsOwn(GreetingTexts.InvalidIdentity),
            DeviceRegistrationOutcome.TooManyPending => RefuseForItsOwn(GreetingTexts.TooManyPending),
            _ => Refuse(TurnAwayReason.StorageUnavailable, GreetingTexts.StorageUnavailable),
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
            AdmissionOutcome.ServerInMaintenance => Refuse(TurnAwayReason.Maintenance, GreetingTexts.ServerInMaintenance),
            AdmissionOutcome.MemoryShort => Refuse(TurnAwayReason.MemoryShort, GreetingTexts.MemoryShort),
            AdmissionOutcome.ServerInactive => Refuse(TurnAwayReason.Inactive, GreetingTexts.ServerInactive),
            _ => Refuse(TurnAwayReason.Full, GreetingTexts.ServerFull),
        };
    }

    // Nothing that the phone has done: it must not count against its address.
    private Greeting Refuse(TurnAwayReason reason, string text)
    {
        metrics.TurnAway(reason);
        return new Greeting(false, GreetingTexts.Refusal(text), IsServersDoing: true);
    }

    private static Greeting RefuseForItsOwn(string reason) => new(false, GreetingTexts.Refusal(reason));
}
