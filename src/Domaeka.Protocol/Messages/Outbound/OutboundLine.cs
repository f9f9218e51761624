namespace Domaeka.Protocol.Messages;

/// <summary>A line from the server to a phone.</summary>
public abstract record OutboundLine
{
    private protected OutboundLine()
    {
    }
}
