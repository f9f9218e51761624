using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Decides what becomes of a phone that introduces itself. One for all connections.</summary>
internal sealed class PhoneGreeter(IDeviceDirectory devices, IConnectionRegistry registry)
{
    /// <summary>Makes sure that the device has a row and says what its phone is to be told. Fails closed.</summary>
    public async ValueTask<Greeting> GreetAsync(PhoneIdentity identity, CancellationToken cancellationToken)
    {
        if (registry.IsDraining)
            return Refuse(GreetingTexts.Draining);

        var (outcome, device) = await devices.RegisterAsync(identity, cancellationToken);
        return outcome switch
        {
            DeviceRegistrationOutcome.Known or DeviceRegistrationOutcome.Added when device is not null =>
                new Greeting(
                    !device.Status.IsShutOut(),
                    GreetingTexts.ForStatus(device, outcome == DeviceRegistrationOutcome.Added)),
            DeviceRegistrationOutcome.InvalidKey => Refuse(GreetingTexts.InvalidIdentity),
            DeviceRegistrationOutcome.TooManyPending => Refuse(GreetingTexts.TooManyPending),
            _ => Refuse(GreetingTexts.StorageUnavailable),
        };
    }

    private static Greeting Refuse(string reason) => new(false, GreetingTexts.Refusal(reason));
}
