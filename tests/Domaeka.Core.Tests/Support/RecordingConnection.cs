using System.Threading.Channels;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Support;

/// <summary>A phone's connection that notes what it is told.</summary>
internal sealed class RecordingConnection(DeviceKey device, string id = "c1") : IPhoneConnection
{
    private readonly Channel<OutboundDelivery> _taken = Channel.CreateUnbounded<OutboundDelivery>();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = id;

    public PhoneIdentity Identity { get; init; } = new() { Device = device, ClientType = "MessengerBotR", ClientVersion = "3.3.3" };

    public DateTimeOffset ConnectedAt { get; init; } = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? LastSignedAt => null;

    public TimeSpan? LastRoundTrip => TimeSpan.FromMilliseconds(12);

    public ConnectionQuality ReadQuality() => new();

    public Task Closed => _closed.Task;

    public bool IsOpen => !_closed.Task.IsCompleted;

    /// <summary>Write at once (default), or leave the deliveries to the test.</summary>
    public bool WritesAtOnce { get; init; } = true;

    public bool IsFull { get; set; }

    public List<CloseReason> CloseReasons { get; } = [];

    public List<Device> Announced { get; } = [];

    public ValueTask<bool> EnqueueAsync(OutboundDelivery delivery, CancellationToken cancellationToken) => new(TryEnqueue(delivery));

    public bool TryEnqueue(OutboundDelivery delivery)
    {
        if (IsFull || _closed.Task.IsCompleted)
            return false;
        if (WritesAtOnce && delivery.TryBegin())
            delivery.OnWritten();
        _taken.Writer.TryWrite(delivery);
        return true;
    }

    /// <summary>When it was to leave, each time it was told.</summary>
    public List<(MigrationTarget Target, TimeSpan After)> Moves { get; } = [];

    public void AnnounceStatus(Device device) => Announced.Add(device);

    public bool AnnounceMove(MigrationTarget target, TimeSpan migrateAfter)
    {
        if (IsFull || !IsOpen)
            return false;
        Moves.Add((target, migrateAfter));
        return true;
    }

    public void Close(CloseReason reason, TimeSpan? reconnectAfter = null)
    {
        CloseReasons.Add(reason);
        _closed.TrySetResult();
    }

    public async Task<OutboundDelivery> NextDeliveryAsync() => await _taken.Reader.ReadAsync().DefaultTimeout();

    public async Task<string> NextTextAsync() => ((TextContent)(await NextDeliveryAsync()).Message.Content).Text;

    public bool HasDelivery => _taken.Reader.TryPeek(out _);
}
