using Domaeka.Api.Errors;
using Domaeka.Core.Delivery;
using Domaeka.V1;

namespace Domaeka.Api.Messages;

/// <summary>Hands validated requests to Core.</summary>
internal sealed class MessageIntake(IMessageSender sender)
{
    /// <summary>The message that was accepted, or would be.</summary>
    /// <exception cref="Grpc.Core.RpcException">It was not accepted.</exception>
    public async Task<Message> AcceptAsync(SendMessageRequest request, CancellationToken cancellationToken)
    {
        var wanted = request.ToCore();
        var result = await sender.SendAsync(wanted, cancellationToken);
        if (result.Message is not { } accepted)
            throw RpcErrors.ForSend(wanted.Room, result.Failure);

        var message = accepted.ToProto(withParts: request.ValidateOnly);
        if (request.ValidateOnly)
            message.Name = "";
        return message;
    }
}
