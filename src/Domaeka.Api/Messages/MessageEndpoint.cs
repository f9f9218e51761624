using Domaeka.Api.Errors;
using Domaeka.Core.Delivery;
using Domaeka.V1;
using Grpc.Core;
using CoreState = Domaeka.Core.Delivery.DeliveryState;

namespace Domaeka.Api.Messages;

/// <summary>Serves <see cref="MessageService"/>.</summary>
internal sealed class MessageEndpoint(IMessageSender sender) : MessageService.MessageServiceBase
{
    /// <inheritdoc/>
    public override async Task<SendMessageResponse> SendMessage(SendMessageRequest request, ServerCallContext context)
    {
        var wanted = request.ToCore();
        var result = await sender.SendAsync(wanted, context.CancellationToken);
        if (result.Failure != SendFailure.None || result.Message is not { } message)
            throw RpcErrors.ForSend(wanted.Room, result.Failure);

        // OK must mean that the message is on its way. One that surely never left is the caller's to send again.
        return message.State == CoreState.Failed
            ? throw RpcErrors.LinkLost(wanted.Room)
            : new SendMessageResponse { Message = message.ToProto() };
    }
}
