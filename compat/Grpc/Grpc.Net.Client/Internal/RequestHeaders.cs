using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>Writes the headers of a request.</summary>
internal static class RequestHeaders
{
    private static readonly string UserAgent =
        $"grpc-dotnet/{typeof(GrpcChannel).Assembly.GetName().Version?.ToString(3)} (.NET {Environment.Version})";

    public static void AddStandard(HttpRequestHeaders headers, string acceptEncoding)
    {
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        // Servers of the C core refuse a call without it.
        headers.TryAddWithoutValidation("TE", "trailers");
        headers.TryAddWithoutValidation(GrpcProtocol.AcceptEncodingHeader, acceptEncoding);
    }

    /// <summary>Adds the headers of a call.</summary>
    /// <returns>The compression that they ask for; null: none.</returns>
    public static string? AddCustom(HttpRequestHeaders headers, Metadata? metadata)
    {
        string? encoding = null;
        if (metadata is null)
            return null;

        foreach (var entry in metadata)
        {
            switch (entry.Key)
            {
                case GrpcProtocol.TimeoutHeader:
                    // The deadline of the options is the only source of it.
                    break;
                case GrpcProtocol.CompressionRequestKey:
                    headers.TryAddWithoutValidation(GrpcProtocol.EncodingHeader, entry.Value);
                    encoding ??= entry.Value;
                    break;
                default:
                    Add(headers, entry);
                    break;
            }
        }

        return encoding == GrpcProtocol.Identity ? null : encoding;
    }

    public static void AddTimeout(HttpRequestHeaders headers, TimeSpan timeout) =>
        headers.TryAddWithoutValidation(GrpcProtocol.TimeoutHeader, FormatTimeout(timeout));

    public static void Add(HttpRequestHeaders headers, Metadata.Entry entry) =>
        headers.TryAddWithoutValidation(entry.Key, entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value);

    // TimeoutValue: at most 8 digits. Rounded up, so that the server does not give up before the client.
    private static string FormatTimeout(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
            return "1n";

        var milliseconds = (long)Math.Ceiling(timeout.TotalMilliseconds);
        return milliseconds <= 99_999_999
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds}m")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99_999_999, (milliseconds + 999) / 1000)}S");
    }
}
