namespace Domaeka.Core.Delivery;

/// <summary>Which of the messages that wait for one phone goes first. Waiting raises a message, so that none waits for ever.</summary>
public enum DeliveryPriority
{
    /// <summary>Before everything else, such as a warning of an operator.</summary>
    System,

    /// <summary>Answers to what somebody has just asked.</summary>
    Reply,

    /// <summary>Notices; the default.</summary>
    Notice,

    /// <summary>What has time, such as advertising to many rooms.</summary>
    Bulk,
}
