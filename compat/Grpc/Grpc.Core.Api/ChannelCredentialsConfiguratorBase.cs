namespace Grpc.Core;

/// <summary>Takes the parts of channel credentials. For transports only.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>The channel is clear text.</summary>
    /// <param name="state">As passed to the credentials.</param>
    public abstract void SetInsecureCredentials(object? state);

    /// <summary>The channel is TLS.</summary>
    /// <param name="state">As passed to the credentials.</param>
    /// <param name="rootCertificates">Root certificates in PEM; null: those of the system.</param>
    /// <param name="keyCertificatePair">The client's certificate; null: none.</param>
    /// <param name="verifyPeerCallback">Judges the server's certificate; null: the usual checks.</param>
    public abstract void SetSslCredentials(
        object? state,
        string? rootCertificates,
        KeyCertificatePair? keyCertificatePair,
        VerifyPeerCallback? verifyPeerCallback);

    /// <summary>The channel has call credentials too.</summary>
    /// <param name="state">As passed to the credentials.</param>
    /// <param name="channelCredentials">How the channel is secured.</param>
    /// <param name="callCredentials">The headers of every call.</param>
    public abstract void SetCompositeCredentials(
        object? state,
        ChannelCredentials channelCredentials,
        CallCredentials callCredentials);
}
