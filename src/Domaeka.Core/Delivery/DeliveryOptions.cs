namespace Domaeka.Core.Delivery;

/// <summary>How pushed messages are handled.</summary>
public sealed class DeliveryOptions
{
    /// <summary>How long a request id is remembered (default: 24 h).</summary>
    public TimeSpan RequestIdLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many request ids are remembered; the oldest go first. 1 or more (default: 100,000).</summary>
    public int RequestIdCapacity { get; set; } = 100_000;
}
