using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client;

/// <summary>Waits for the end of one message.</summary>
public static class MessageFollower
{
    /// <summary>Prints each change and returns the message at its end.</summary>
    /// <exception cref="UndeliveredException">Its end is not that the room has it.</exception>
    public static async Task<Message> FollowAsync(Session session, string name)
    {
        // The first response comes at once and holds a place: whatever happens behind the look that follows it is told by the stream.
        await foreach (var response in MessageStream.ReadAsync(session, new WatchMessagesRequest { Names = { name } }))
        {
            if (response.Event is { } change)
                await session.Output.WriteLineAsync(MessageText.Line(change));
            else if (response.ResponseCase == WatchMessagesResponse.ResponseOneofCase.None)
                continue;

            var message = (await session.Messages.GetMessageAsync(
                new GetMessageRequest { Name = name, View = MessageView.Basic }, session.Call)).Message;
            if (message.EndTime is null)
                continue;
            return message.State == DeliveryState.Confirmed
                ? message
                : throw new UndeliveredException(
                    $"{name} ended {Words.Of(message.State)} {Words.OrNone(message.Reason)}; \"explain {name}\" tells more.");
        }

        throw new InvalidOperationException("A watch ended by itself.");
    }
}
