namespace Domaeka.Api.Metrics;

/// <summary>Passes requests on to the collector, and says in the log when it begins to fail and when it takes them again.</summary>
internal sealed class CollectorWatch(HttpMessageHandler inner, string signal, CollectorHealth health, ILogger logger) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Note(request, base.Send(request, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            NoteFailure(request, exception.Message);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Note(request, await base.SendAsync(request, cancellationToken));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            NoteFailure(request, exception.Message);
            throw;
        }
    }

    private HttpResponseMessage Note(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            NoteFailure(request, $"HTTP {(int)response.StatusCode}");
        else if (health.Recover(signal))
            Log.CollectorRecovered(logger, AddressOf(request));
        return response;
    }

    private void NoteFailure(HttpRequestMessage request, string reason)
    {
        if (health.Fail(signal))
            Log.CollectorFails(logger, AddressOf(request), reason);
    }

    // Without what may be a secret in it.
    private static string? AddressOf(HttpRequestMessage request) =>
        request.RequestUri?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
