using System.Text;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace Domaeka.Samples.Client.Output;

/// <summary>Errors of the server as a person wants to read them: the reason, what it is about, and each wrong field.</summary>
public static class ErrorText
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>A few lines.</summary>
    public static string Describe(RpcException exception, Uri address)
    {
        var text = new StringBuilder();
        var details = exception.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? RpcStatus.Parser.ParseFrom(bytes) : null;
        var info = Find<ErrorInfo>(details);
        var badRequest = Find<BadRequest>(details);

        text.Append(exception.StatusCode.ToString());

        if (info is not null)
            text.Append(' ').Append(info.Reason);
        text.Append(": ").AppendLine(badRequest is null ? exception.Status.Detail : "The request is not valid.");

        foreach (var violation in badRequest?.FieldViolations ?? [])
            text.AppendLine($"  {violation.Field}: {violation.Description}");
        foreach (var (key, value) in info?.Metadata ?? [])
            text.AppendLine($"  {key}: {value}");
        if (details is null && exception.StatusCode == StatusCode.Unavailable)
            text.AppendLine($"  Is the server running, and is its gRPC port at {address}?");
        return text.ToString();
    }

    private static T? Find<T>(RpcStatus? status)
        where T : class, Google.Protobuf.IMessage, new()
    {
        var prototype = new T();
        return status?.Details.FirstOrDefault(detail => detail.Is(prototype.Descriptor)) is { } found
            ? (T)prototype.Descriptor.Parser.ParseFrom(found.Value)
            : null;
    }
}
