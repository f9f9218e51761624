namespace Domaeka.Protocol.Messages;

/// <summary>A line from a phone to the server, decoded.</summary>
public abstract record InboundMessage
{
    private protected InboundMessage()
    {
    }
}
