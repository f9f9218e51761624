using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Domaeka.TestKit;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Domaeka.Api.Tests.Support;

/// <summary>A call without a gRPC client: sends what a client would not, and shows what is on the wire.</summary>
internal sealed record RawRpc(HttpStatusCode HttpStatus, string? ContentType, HttpResponseHeaders Headers, byte[] Body)
{
    /// <summary>The status, which a Trailers-Only response has among its headers.</summary>
    public StatusCode Status => (StatusCode)int.Parse(Single("grpc-status"), CultureInfo.InvariantCulture);

    public string Message => Uri.UnescapeDataString(Single("grpc-message"));

    public RpcStatus Details => RpcStatus.Parser.ParseFrom(Convert.FromBase64String(Single("grpc-status-details-bin")));

    public static async Task<RawRpc> SendAsync(
        Uri address, string path, HttpContent body, string? key = null, string contentType = "application/grpc")
    {
        using var client = new HttpClient { BaseAddress = address };
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        body.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).DefaultTimeout();
        var content = await response.Content.ReadAsByteArrayAsync().DefaultTimeout();
        return new RawRpc(response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Headers, content);
    }

    private string Single(string name) => Headers.GetValues(name).Single();
}
