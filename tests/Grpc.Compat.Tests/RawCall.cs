using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Grpc.Compat.Tests;

/// <summary>A call without a gRPC client: shows what is on the wire, and sends what a client would not.</summary>
internal sealed class RawCall
{
    private RawCall(HttpResponseMessage response, byte[] body)
    {
        StatusCode = response.StatusCode;
        Headers = response.Headers;
        ContentType = response.Content.Headers.ContentType?.ToString();
        Trailers = response.TrailingHeaders;
        Body = body;
    }

    public HttpStatusCode StatusCode { get; }

    public HttpResponseHeaders Headers { get; }

    public HttpResponseHeaders Trailers { get; }

    public string? ContentType { get; }

    public byte[] Body { get; }

    public string? GrpcStatus => Single(Trailers, "grpc-status") ?? Single(Headers, "grpc-status");

    public string? GrpcMessage => Single(Trailers, "grpc-message") ?? Single(Headers, "grpc-message");

    public bool IsTrailersOnly => Headers.Contains("grpc-status") && !Trailers.Contains("grpc-status");

    public static async Task<RawCall> SendAsync(
        TestServer server,
        byte[] body,
        string path = "/domaeka.compat.test.Tester/Echo",
        string? contentType = "application/grpc",
        params (string Name, string Value)[] headers)
    {
        using var http = server.CreateHttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await http.SendAsync(request);
        return new RawCall(response, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>A message with its header.</summary>
    public static byte[] Frame(IMessage message, byte flag = 0) => Frame(message.ToByteArray(), flag);

    /// <inheritdoc cref="Frame(IMessage, byte)"/>
    public static byte[] Frame(ReadOnlySpan<byte> message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)message.Length);
        message.CopyTo(frame.AsSpan(5));
        return frame;
    }

    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return output.ToArray();
    }

    private static string? Single(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.Single() : null;
}
