using System.Net.Http.Headers;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Adds the headers of call credentials to a request.</summary>
internal sealed class CredentialHeaders : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    public static async Task AddAsync(
        HttpRequestHeaders headers,
        Uri address,
        IMethod method,
        IEnumerable<CallCredentials> credentials,
        CancellationToken cancellationToken)
    {
        var parts = new CredentialHeaders();
        foreach (var credential in credentials)
            credential.InternalPopulateConfiguration(parts, null);

        var context = new AuthInterceptorContext(ServiceUrl(address, method), method.Name, cancellationToken);
        foreach (var interceptor in parts._interceptors)
        {
            var metadata = new Metadata();
            await interceptor(context, metadata).ConfigureAwait(false);
            foreach (var entry in metadata)
                RequestHeaders.Add(headers, entry);
        }
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
        _interceptors.Add(interceptor);

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var credential in credentials)
            credential.InternalPopulateConfiguration(this, state);
    }

    // The audience of tokens: the other gRPC clients leave out the default port of https, so it is left out here too.
    private static string ServiceUrl(Uri address, IMethod method)
    {
        var authority = address.Authority;
        if (address.Scheme == Uri.UriSchemeHttps && authority.EndsWith(":443", StringComparison.Ordinal))
            authority = authority[..^4];
        var path = address.AbsolutePath.TrimEnd('/');
        return $"{address.Scheme}://{authority}{path}/{method.ServiceName}";
    }
}
