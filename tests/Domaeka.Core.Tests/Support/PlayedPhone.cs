using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Support;

/// <summary>A connection whose every step the test takes: begin, write, confirm, lose.</summary>
internal sealed class PlayedPhone(DeviceKey device, string id = "p1") : IPhoneConnection
{
    private readonly Lock _gate = new();
    private readonly List<OutboundDelivery> _waiting = [];
    private readonly List<OutboundDelivery> _written = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id { get; } = id;

    public PhoneIdentity Identity { get; } = new() { Device = device, ClientType = "MessengerBotR", ClientVersion = "3.3.3" };

    public DateTimeOffset ConnectedAt { get; } = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? LastSignedAt { get; set; }

    public TimeSpan? LastRoundTrip => null;

    public ConnectionQuality ReadQuality() => new();

    public Task Closed => _closed.Task;

    public bool IsOpen => !_closed.Task.IsCompleted;

    /// <summary>What the phone has shown, as its own record.</summary>
    public List<OutboundMessage> Shown { get; } = [];

    public IEnumerable<string> ShownTexts
    {
        get
        {
            lock (_gate)
                return [.. Shown.Select(message => message.Content is TextContent text ? text.Text : "(media)")];
        }
    }

    /// <summary>What waits in the queue.</summary>
    public IReadOnlyList<OutboundDelivery> Waiting
    {
        get
        {
            lock (_gate)
                return [.. _waiting];
        }
    }

    public int WaitingCount
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    public int UnconfirmedCount
    {
        get
        {
            lock (_gate)
                return _written.Count;
        }
    }

    public ValueTask<bool> EnqueueAsync(OutboundDelivery delivery, CancellationToken cancellationToken) => new(TryEnqueue(delivery));

    public bool TryEnqueue(OutboundDelivery delivery)
    {
        lock (_gate)
        {
            if (!IsOpen)
                return false;
            _waiting.Add(delivery);
            return true;
        }
    }

    /// <summary>Waits until so many deliveries stand in the queue.</summary>
    public Task WaitForAsync(int count) => Eventually.TrueAsync(() => WaitingCount >= count);

    /// <summary>Writes what waits; <paramref name="shows"/> false loses it behind the socket.</summary>
    public int Write(bool shows = true)
    {
        var count = 0;
        while (Take() is { } delivery)
            count += TryWrite(delivery, shows) ? 1 : 0;
        return count;
    }

    /// <summary>Comes to the oldest of what waits. False when it must not be written.</summary>
    public bool TryWriteNext() => TryWrite(Take()!, shows: true);

    /// <summary>Answers the ping behind everything written.</summary>
    public void Confirm()
    {
        foreach (var delivery in TakeWritten())
            delivery.OnConfirmed();
    }

    /// <summary>Waits for a message, writes and confirms it.</summary>
    public async Task ShowNextAsync(int count = 1)
    {
        for (var shown = 0; shown < count;)
        {
            await WaitForAsync(1);
            shown += Write();
            Confirm();
        }
    }

    /// <summary>The adapter refuses the oldest.</summary>
    public void Refuse(DeliveryReason reason) => Take()!.OnRefused(reason);

    /// <summary>The link breaks.</summary>
    public void Break()
    {
        _closed.TrySetResult();
        foreach (var delivery in TakeWritten())
            delivery.OnLost(begun: true);
        while (Take() is { } delivery)
            delivery.OnLost(begun: false);
    }

    public bool AnnounceMove(MigrationTarget target, TimeSpan migrateAfter) => IsOpen;

    public void AnnounceStatus(Device device)
    {
    }

    public void Close(CloseReason reason, TimeSpan? reconnectAfter = null) => Break();

    private bool TryWrite(OutboundDelivery delivery, bool shows)
    {
        if (!delivery.TryBegin())
            return false;
        lock (_gate)
        {
            _written.Add(delivery);
            if (shows)
                Shown.Add(delivery.Message);
        }

        delivery.OnWritten();
        return true;
    }

    private OutboundDelivery? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
                return null;
            var delivery = _waiting[0];
            _waiting.RemoveAt(0);
            return delivery;
        }
    }

    private OutboundDelivery[] TakeWritten()
    {
        lock (_gate)
        {
            OutboundDelivery[] written = [.. _written];
            _written.Clear();
            return written;
        }
    }
}
