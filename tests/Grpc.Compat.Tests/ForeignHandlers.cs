using System.Collections.Concurrent;
using Domaeka.Compat.Test;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Grpc.Compat.Tests;

/// <summary>Does what a foreign client asks for in the field <c>behaviour</c>.</summary>
internal sealed class ForeignHandlers
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _started = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _cancelled = new();

    public static Handlers Create()
    {
        var behaviours = new ForeignHandlers();
        var handlers = new Handlers();
        var download = handlers.Download;
        handlers.Echo = behaviours.EchoAsync;
        handlers.Download = async (request, responses, context) =>
        {
            if (request.Behaviour == "wait")
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" } });
            await download(request, responses, context);
            await behaviours.ActAsync(request, context);
        };
        return handlers;
    }

    private async Task<TestReply> EchoAsync(TestRequest request, ServerCallContext context)
    {
        var reply = new TestReply { Text = request.Text, Payload = request.Payload };
        switch (request.Behaviour)
        {
            case "remaining":
                reply.Count = context.Deadline == DateTime.MaxValue
                    ? -1
                    : (int)(context.Deadline - DateTime.UtcNow).TotalSeconds;
                break;
            case "encoding":
                reply.Text = context.GetHttpContext().Request.Headers["grpc-encoding"];
                break;
            case "was-started":
                await Signal(_started, request.Text).Task.WaitAsync(context.CancellationToken);
                reply.Text = "yes";
                break;
            case "was-cancelled":
                await Signal(_cancelled, request.Text).Task.WaitAsync(context.CancellationToken);
                reply.Text = "yes";
                break;
            case "metadata":
                var own = new Metadata();
                foreach (var entry in context.RequestHeaders)
                {
                    if (entry.Key == "text-key" || entry.IsBinary)
                    {
                        own.Add(entry);
                        context.ResponseTrailers.Add(entry);
                    }
                }

                await context.WriteResponseHeadersAsync(own);
                break;
            default:
                await ActAsync(request, context);
                break;
        }

        return reply;
    }

    private async Task ActAsync(TestRequest request, ServerCallContext context)
    {
        switch (request.Behaviour)
        {
            case "fail":
                throw new RpcException(
                    new Core.Status(StatusCode.NotFound, "방이 없습니다: 100 %\n"),
                    new Metadata { { "reason", "none" }, { "blob-bin", [0, 1, 254, 255] } });
            case "throw":
                throw new InvalidOperationException("not for clients");
            case "details":
                var details = new Google.Rpc.Status
                {
                    Code = (int)StatusCode.FailedPrecondition,
                    Message = "전화기가 연결되어 있지 않습니다",
                    Details = { Any.Pack(new ErrorInfo { Type = "DEVICE_OFFLINE", Domain = "domaeka", Metadata = { { "device", "1" } } }) },
                };
                throw new RpcException(
                    new Core.Status(StatusCode.FailedPrecondition, details.Message),
                    new Metadata { { "grpc-status-details-bin", details.ToByteArray() } });
            case "wait":
                using (context.CancellationToken.Register(() => Signal(_cancelled, request.Text).TrySetResult()))
                {
                    Signal(_started, request.Text).TrySetResult();
                    await Signal(_cancelled, request.Text).Task;
                }

                break;
        }
    }

    private static TaskCompletionSource Signal(ConcurrentDictionary<string, TaskCompletionSource> signals, string name) =>
        signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
