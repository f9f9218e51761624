using Domaeka.Api.Errors;
using Domaeka.Core.Events;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Domaeka.Api.Events;

/// <summary>What a feed of news may answer instead of news.</summary>
internal static class FeedErrors
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>OUT_OF_RANGE, with the oldest place from which nothing is missing.</summary>
    public static RpcException TooOld(FeedTooOldException exception) => RpcErrors.Create(
        StatusCode.OutOfRange,
        ErrorReasons.ResumeTokenTooOld,
        "What followed the resume_token is no longer kept.",
        [new("oldest_resume_token", ResumeToken.Write(exception.Oldest))]);

    /// <summary>RESOURCE_EXHAUSTED: too many read.</summary>
    public static RpcException Full(FeedFullException exception) => RpcErrors.Create(
        StatusCode.ResourceExhausted,
        ErrorReasons.TooManyStreams,
        $"{exception.Limit} streams are being read already, which is the most.",
        null,
        new RetryInfo { RetryDelay = Duration.FromTimeSpan(RetryDelay) });
}
