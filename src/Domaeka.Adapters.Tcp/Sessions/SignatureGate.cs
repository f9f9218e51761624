using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Signing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Decides whether a line was signed by the phone that the device is bound to. One for all connections.</summary>
internal sealed class SignatureGate
{
    private readonly SignatureVerifier? _verifier;
    private readonly IDeviceDirectory _devices;
    private readonly TimeProvider _time;

    public SignatureGate(
        IOptions<SignatureOptions> options, IDeviceDirectory devices, TimeProvider time, ILogger<SignatureGate> logger)
    {
        _devices = devices;
        _time = time;
        if (options.Value.IsRequired)
            _verifier = new SignatureVerifier(options.Value.SecretKey!, options.Value.Salt, options.Value.ClockSkew);
        else
            logger.CannotVerify();
    }

    /// <summary>False without a secret: then nothing is verified, and nobody proves anything.</summary>
    public bool CanVerify => _verifier is not null;

    /// <summary>The signature alone: secret, salt and clock.</summary>
    public ProofStatus CheckSignature(PhoneAuth? auth)
    {
        if (_verifier is null)
            return ProofStatus.Proven;

        return _verifier.Verify(auth, _time.GetUtcNow()) switch
        {
            SignatureStatus.Valid => ProofStatus.Proven,
            SignatureStatus.Missing => ProofStatus.SignatureMissing,
            SignatureStatus.Malformed => ProofStatus.SignatureMalformed,
            SignatureStatus.ClockSkew => ProofStatus.ClockSkew,
            _ => ProofStatus.SignatureMismatch,
        };
    }

    /// <summary>
    /// Whether a signed line belongs to a device: bot name and device id, and the signed <c>deviceUUID</c>, since the signature does
    /// not cover the device id.
    /// </summary>
    public async ValueTask<ProofStatus> CheckOwnerAsync(
        DeviceKey device, string botName, PhoneAuth? auth, CancellationToken cancellationToken)
    {
        if (botName != device.BotName)
            return ProofStatus.OtherBot;
        if (auth is null)
            return ProofStatus.Proven;
        if (auth.BotName.Length > 0 && auth.BotName != device.BotName)
            return ProofStatus.OtherBot;
        if (auth.SaysDevice() && auth.DeviceId != device.DeviceId)
            return ProofStatus.OtherDevice;
        if (_verifier is null)
            return ProofStatus.Proven;

        return await _devices.ConfirmIdentityAsync(device, auth.DeviceUuid, cancellationToken)
            ? ProofStatus.Proven
            : ProofStatus.OtherPhone;
    }
}
