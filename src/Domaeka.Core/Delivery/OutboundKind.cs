namespace Domaeka.Core.Delivery;

/// <summary>Why a message goes out.</summary>
public enum OutboundKind
{
    /// <summary>The answer to a chat line.</summary>
    Reply,

    /// <summary>Pushed by the shop through the API.</summary>
    Notice,

    /// <summary>Sent by a schedule.</summary>
    Scheduled,
}
