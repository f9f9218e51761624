namespace Domaeka.Core.Delivery;

/// <summary>What a message shows in the room: <see cref="TextContent"/> or <see cref="MediaContent"/>.</summary>
public abstract record OutboundContent
{
    private protected OutboundContent()
    {
    }
}
