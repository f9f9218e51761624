using Domaeka.Api.Events;
using Domaeka.Core.Events;
using Domaeka.Core.Storage;
using Grpc.Core;

namespace Domaeka.Api.Errors;

/// <summary>The one place that turns what was thrown during a call into a gRPC status, and logs it.</summary>
internal sealed class ErrorTranslator(ILogger<ErrorTranslator> logger)
{
    /// <summary>The error to answer; one that says it all already comes back as it is.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="method">Full name of the rpc.</param>
    /// <param name="callEnded">Fires when the caller hangs up or its deadline passes.</param>
    public RpcException Translate(Exception exception, string method, CancellationToken callEnded)
    {
        switch (exception)
        {
            case RpcException rpc:
                return rpc;
            case StorageUnavailableException:
                Log.StorageUnavailable(logger, method, exception);
                return RpcErrors.StorageUnavailable();
            case StorageRejectedException:
                Log.StorageRejected(logger, method, exception);
                return RpcErrors.Create(
                    StatusCode.InvalidArgument, ErrorReasons.StorageRejected, "The database cannot hold what it was given.");
            case FeedTooOldException tooOld:
                return FeedErrors.TooOld(tooOld);
            case FeedFullException full:
                return FeedErrors.Full(full);
            case OperationCanceledException or IOException when callEnded.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The call was cancelled."));
            default:
                var errorId = Guid.NewGuid().ToString("n");
                Log.CallFailed(logger, method, errorId, exception);
                return RpcErrors.Create(
                    StatusCode.Internal,
                    ErrorReasons.Internal,
                    "The server failed; its log tells more under this error_id.",
                    [new("error_id", errorId)]);
        }
    }
}
