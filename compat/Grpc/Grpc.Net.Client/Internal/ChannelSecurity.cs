using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Works out from address and credentials whether a channel is TLS and which headers its calls carry.</summary>
internal sealed class ChannelSecurity : ChannelCredentialsConfiguratorBase
{
    private readonly List<CallCredentials> _callCredentials = [];
    private readonly bool _allowInsecureCallCredentials;
    private bool _isSecure;

    private ChannelSecurity(bool allowInsecureCallCredentials) => _allowInsecureCallCredentials = allowInsecureCallCredentials;

    public static (bool IsSecure, IReadOnlyList<CallCredentials> CallCredentials) Resolve(Uri address, GrpcChannelOptions options)
    {
        var https = address.Scheme == Uri.UriSchemeHttps;
        if (!https && address.Scheme != Uri.UriSchemeHttp)
            throw new InvalidOperationException($"Unable to determine the TLS configuration of the channel from address '{address}'. Only 'http' and 'https' addresses are supported.");
        if (options.Credentials is null)
            return (https, []);

        var security = new ChannelSecurity(options.UnsafeUseInsecureChannelCallCredentials);
        options.Credentials.InternalPopulateConfiguration(security, options.Credentials);
        if (security._isSecure && !https)
            throw new InvalidOperationException($"Channel is configured with secure channel credentials and can't use a HttpClient with a '{address.Scheme}' scheme.");
        if (!security._isSecure && https)
            throw new InvalidOperationException($"Channel is configured with insecure channel credentials and can't use a HttpClient with a '{address.Scheme}' scheme.");
        return (https, security._callCredentials);
    }

    public override void SetInsecureCredentials(object? state) => _isSecure = false;

    public override void SetSslCredentials(
        object? state,
        string? rootCertificates,
        KeyCertificatePair? keyCertificatePair,
        VerifyPeerCallback? verifyPeerCallback)
    {
        if (!string.IsNullOrEmpty(rootCertificates) || keyCertificatePair is not null || verifyPeerCallback is not null)
            throw new InvalidOperationException($"{nameof(SslCredentials)} with non-null arguments is not supported by {nameof(GrpcChannel)}. Certificates are configured on the HTTP handler.");
        _isSecure = true;
    }

    public override void SetCompositeCredentials(
        object? state,
        ChannelCredentials channelCredentials,
        CallCredentials callCredentials)
    {
        channelCredentials.InternalPopulateConfiguration(this, null);
        if (!_isSecure && !_allowInsecureCallCredentials)
            throw new InvalidOperationException($"CallCredentials can't be composed with {channelCredentials.GetType().Name}. CallCredentials must be used with secure channel credentials like SslCredentials or by enabling {nameof(GrpcChannelOptions)}.{nameof(GrpcChannelOptions.UnsafeUseInsecureChannelCallCredentials)} on the channel.");
        _callCredentials.Add(callCredentials);
    }
}
