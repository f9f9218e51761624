using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>
/// What became of the deliveries of one connection that want confirmation, from their encoding to their end: each hears
/// <see cref="OutboundDelivery.OnWritten"/> and then <see cref="OutboundDelivery.OnConfirmed"/>, or
/// <see cref="OutboundDelivery.OnLost"/>, in the order of writing. Holds no list while there are none.
/// </summary>
/// <remarks>
/// Deliveries are numbered from 1 in the order on the wire, so a ping needs to remember one number only. The writer adds and says what the
/// transport has taken; the reader says what the phone has answered; the session says when no answer can come any more. Each of them only
/// moves a mark, and whoever finds nobody telling the deliveries does so, outside the lock, until nothing is left to tell. So there is one
/// teller at a time: the order holds whichever thread was faster, a delivery ends once, and no lock is held while Core is called.
/// </remarks>
internal sealed class ConfirmationLedger(OutboundQueue queue, long maxBytes, IPhoneConnection connection, ILogger logger)
{
    /// <summary>More deliveries than Core keeps unconfirmed on one phone; beyond it the writer waits.</summary>
    public const int MaxDeliveries = 1_024;

    /// <summary>A burst must not leave every phone with the lists that it once needed.</summary>
    private const int KeptCapacity = 64;

    private readonly Lock _gate = new();
    private Queue<(OutboundDelivery Delivery, long Size)>? _begun;
    private Queue<(OutboundDelivery Delivery, long Size)>? _written;
    private long _last;
    private long _takenThrough;
    private long _confirmedThrough;
    private long _toldWritten;
    private long _toldEnded;
    private long _bytes;
    private int _lost;
    private bool _writerWaits;
    private bool _isTelling;
    private volatile bool _ended;

    private enum News
    {
        Written,
        Confirmed,
        Lost,
    }

    /// <summary>True once no answer can come any more: what wants confirmation need not be written.</summary>
    public bool HasEnded => _ended;

    /// <summary>True when no more may be added for now. The queue is nudged when that changes.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
                return _writerWaits = !HasRoom;
        }
    }

    private bool HasRoom => _last - _toldEnded < MaxDeliveries && _bytes < maxBytes;

    /// <summary>Takes in a delivery that was encoded behind those before it.</summary>
    public void Add(OutboundDelivery delivery, long size)
    {
        lock (_gate)
        {
            _last++;
            _bytes += size;
            (_begun ??= new()).Enqueue((delivery, size));
        }

        // The connection may have ended between the question and the encoding.
        if (_ended)
            Tell();
    }

    /// <summary>The transport has taken everything that was added.</summary>
    public void OnTaken()
    {
        lock (_gate)
        {
            if (_takenThrough == _last)
                return;
            _takenThrough = _last;
        }

        Tell();
    }

    /// <summary>
    /// The phone has worked through everything up to and with a number. An answer proves that the line was handed over, even when the
    /// transport has not said so yet. Does nothing once <see cref="End"/> was called.
    /// </summary>
    public void Confirm(long through)
    {
        lock (_gate)
        {
            if (_ended || through <= _confirmedThrough)
                return;
            _confirmedThrough = through;
        }

        Tell();
    }

    /// <summary>No answer counts from now on: what is not confirmed is lost.</summary>
    public void End()
    {
        lock (_gate)
            _ended = true;
        Tell();
    }

    private void Tell()
    {
        lock (_gate)
        {
            if (_isTelling)
                return;
            _isTelling = true;
        }

        int lost;
        while (Next(out lost) is var (news, delivery))
        {
            try
            {
                Tell(news, delivery);
            }
            catch (Exception exception)
            {
                logger.DeliveryFailed(connection, delivery.Message.Id, exception);
            }
        }

        if (lost > 0)
            logger.Unconfirmed(connection, lost);
    }

    private static void Tell(News news, OutboundDelivery delivery)
    {
        switch (news)
        {
            case News.Written:
                delivery.OnWritten();
                break;
            case News.Confirmed:
                delivery.OnConfirmed();
                break;
            default:
                delivery.OnLost(begun: true);
                break;
        }
    }

    /// <summary>The next thing to tell; null when there is none, and then somebody else may tell what comes.</summary>
    private (News News, OutboundDelivery Delivery)? Next(out int lost)
    {
        lost = 0;
        lock (_gate)
        {
            if (_begun is { Count: > 0 } && _toldWritten < Math.Max(_takenThrough, _confirmedThrough))
            {
                var entry = _begun.Dequeue();
                _toldWritten++;
                (_written ??= new()).Enqueue(entry);
                return (News.Written, entry.Delivery);
            }

            if (_written is { Count: > 0 } && _toldEnded < _confirmedThrough)
                return (News.Confirmed, Forget(_written));
            if (_ended && _written is { Count: > 0 })
                return (News.Lost, Lose(_written));
            if (_ended && _begun is { Count: > 0 })
            {
                _toldWritten++;
                return (News.Lost, Lose(_begun));
            }

            _isTelling = false;
            _begun = Shrink(_begun);
            _written = Shrink(_written);
            lost = _lost;
            _lost = 0;
            return null;
        }
    }

    private OutboundDelivery Lose(Queue<(OutboundDelivery Delivery, long Size)> from)
    {
        _lost++;
        return Forget(from);
    }

    private OutboundDelivery Forget(Queue<(OutboundDelivery Delivery, long Size)> from)
    {
        var (delivery, size) = from.Dequeue();
        _toldEnded++;
        _bytes -= size;
        if (_writerWaits && HasRoom)
        {
            _writerWaits = false;
            queue.Nudge();
        }

        return delivery;
    }

    private static Queue<T>? Shrink<T>(Queue<T>? list) => list is { Count: 0, Capacity: > KeptCapacity } ? null : list;
}
