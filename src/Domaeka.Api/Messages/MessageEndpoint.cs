using Domaeka.Api.Errors;
using Domaeka.Core.Delivery;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.Api.Messages;

/// <summary>Serves <see cref="MessageService"/>.</summary>
internal sealed class MessageEndpoint(IMessageSender sender) : MessageService.MessageServiceBase
{
    /// <inheritdoc/>
    public override async Task<SendMessageResponse> SendMessage(SendMessageRequest request, ServerCallContext context)
    {
        var wanted = request.ToCore();
        var result = await sender.SendAsync(wanted, context.CancellationToken);
        return result.Message is { } message
            ? new SendMessageResponse { Message = message.Header.ToProto() }
            : throw RpcErrors.ForSend(wanted.Room, result.Failure);
    }
}
