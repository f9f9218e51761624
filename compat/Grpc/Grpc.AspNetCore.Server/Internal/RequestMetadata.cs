using System.Collections.Frozen;
using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Turns the headers of a request into the metadata that handlers see.</summary>
internal static class RequestMetadata
{
    // What belongs to HTTP and to the transport of gRPC; handlers have other ways to learn of it.
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            GrpcProtocol.EncodingHeader,
            GrpcProtocol.AcceptEncodingHeader,
            GrpcProtocol.TimeoutHeader,
            "content-type",
            "te",
            "host",
            "accept-encoding",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (key, value) in headers)
        {
            if (key.StartsWith(':') || Reserved.Contains(key))
                continue;

            if (key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
                AddBinary(metadata, key, value);
            else
                metadata.Add(key, value.ToString());
        }

        return metadata;
    }

    // Custom-Metadata: implementations must split Binary-Headers on "," as if they were sent separately.
    private static void AddBinary(Metadata metadata, string key, StringValues values)
    {
        foreach (var value in values)
        {
            var text = value.AsSpan();
            foreach (var part in text.Split(','))
                metadata.Add(key, BinaryHeader.Decode(text[part].Trim()));
        }
    }
}
