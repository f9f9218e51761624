using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>A connection that has a name and nothing behind it, for what only logs it.</summary>
internal sealed class NoConnection : IPhoneConnection
{
    public string Id => "none";

    public PhoneIdentity Identity { get; } = new() { Device = PhoneServer.TestDevice };

    public DateTimeOffset ConnectedAt => default;

    public DateTimeOffset? LastSignedAt => null;

    public TimeSpan? LastRoundTrip => null;

    public ConnectionQuality ReadQuality() => new();

    public bool IsOpen => false;

    public Task Closed => Task.CompletedTask;

    public ValueTask<bool> EnqueueAsync(OutboundDelivery delivery, CancellationToken cancellationToken) => new(false);

    public bool TryEnqueue(OutboundDelivery delivery) => false;

    public bool AnnounceMove(MigrationTarget target, TimeSpan migrateAfter) => false;

    public void AnnounceStatus(Device device)
    {
    }

    public void Close(CloseReason reason, TimeSpan? reconnectAfter = null)
    {
    }
}
