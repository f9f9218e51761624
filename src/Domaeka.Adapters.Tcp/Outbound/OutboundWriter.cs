using System.IO.Pipelines;
using Domaeka.Adapters.Tcp.Liveness;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>
/// The one writer of a phone: takes what waits, what is most urgent first, writes it straight into the transport, and flushes several lines at
/// once when several wait. Behind deliveries that want confirmation it writes a ping of its own into the same flush: the barrier
/// (<c>docs/protocol.md</c>, "Confirmation").
/// </summary>
internal sealed class OutboundWriter(
    OutboundQueue queue,
    PipeWriter output,
    PhoneLineWriter lines,
    TcpOptions options,
    PingMonitor pings,
    ConfirmationLedger confirmations,
    Traffic traffic,
    IPhoneConnection connection,
    ILogger logger)
{
    /// <summary>More than this is flushed before the next line is encoded, so that a slow phone does not pile up lines.</summary>
    private const int FlushBytes = 32 * 1024;

    /// <summary>Deliveries that are encoded but not yet flushed, without those that want confirmation.</summary>
    private readonly List<OutboundDelivery> _begun = [];

    /// <summary>The delivery that was taken and has not ended, nor got its place among those that are begun.</summary>
    private OutboundDelivery? _inHand;

    /// <summary>Lines that are encoded but not yet flushed.</summary>
    private int _unflushedLines;

    /// <summary>The number of the last delivery that wants confirmation, and of the last of them with a ping behind it.</summary>
    private long _lastToConfirm;
    private long _lastBehindPing;

    /// <summary>Writes until the queue is closed and empty, or the phone is gone; then tells what was lost. Does not throw.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await queue.WaitToTakeAsync(MustWait()))
            {
                while (output.UnflushedBytes < FlushBytes && queue.TryTake(out var item, onlyCritical: MustWait()))
                    Write(item);
                if (_lastBehindPing < _lastToConfirm)
                    WriteBarrier();
                if (output.UnflushedBytes is var bytes && bytes == 0)
                    continue;

                var flush = await output.FlushAsync();
                if (flush.IsCompleted || flush.IsCanceled)
                    return;

                traffic.CountOutbound(_unflushedLines, bytes);
                _unflushedLines = 0;
                pings.OnProgress();
                ReportWritten();
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The phone has reset the connection; whoever reads from it says so.
        }
        catch (Exception exception)
        {
            logger.WriterFailed(connection, exception);
            connection.Close(CloseReason.Requested);
        }
        finally
        {
            queue.Complete();
            ReportLost();
        }
    }

    private void Write(OutboundItem item)
    {
        if (item.Delivery is { } delivery)
        {
            WriteDelivery(delivery, item.Size);
            return;
        }

        if (item.Ping is { } ping)
        {
            pings.OnPingWritten(ping, _lastToConfirm);
            _lastBehindPing = _lastToConfirm;
        }

        WriteLine(item.Control!, item.Size);
    }

    private void WriteBarrier()
    {
        if (pings.NextBarrier(_lastToConfirm) is not { } barrier)
            return;
        _lastBehindPing = _lastToConfirm;
        WriteLine(new PingLine(connection.Identity.Device.BotName, barrier.Token), OutboundSize.OfControlLine);
    }

    /// <summary>
    /// True while so much is unconfirmed that nothing more may be written but the adapter's own lines; at the end of a connection what waits must
    /// be told.
    /// </summary>
    private bool MustWait() => _lastToConfirm > 0 && confirmations.IsFull && !queue.IsCompleted;

    private void WriteDelivery(OutboundDelivery delivery, long upperBound)
    {
        _inHand = delivery;
        var refusal = EncodeDelivery(delivery, upperBound);
        _inHand = null;
        if (refusal is { } reason)
            delivery.OnRefused(reason);
    }

    /// <returns>Why the message can never be written; null when it was, or need not be.</returns>
    private DeliveryReason? EncodeDelivery(OutboundDelivery delivery, long upperBound)
    {
        if (delivery.WantsConfirmation && (confirmations.HasEnded || queue.IsCompleted))
        {
            // A connection that closes is not listened to: better not written at all than written and in doubt.
            _inHand = null;
            delivery.OnLost(begun: false);
            return null;
        }

        var line = delivery.Message.ToLine();
        if (line is null)
        {
            logger.NotWritable(connection, delivery.Message.Id, EncodeResult.NotEncodable);
            return DeliveryReason.NotEncodable;
        }

        if (upperBound > options.MaxOutboundLineBytes && lines.Measure(line) is var length && length > options.MaxOutboundLineBytes)
        {
            logger.OutboundLineTooLong(connection, delivery.Message.Id, length, options.MaxOutboundLineBytes);
            return DeliveryReason.LineTooLong;
        }

        if (!delivery.TryBegin())
            return null;

        var result = WriteLine(line, upperBound);
        if (result != EncodeResult.Written)
        {
            logger.NotWritable(connection, delivery.Message.Id, result);
            return DeliveryReason.NotEncodable;
        }

        _inHand = null;
        if (delivery.WantsConfirmation)
        {
            _lastToConfirm++;
            confirmations.Add(delivery, upperBound);
        }
        else
        {
            _begun.Add(delivery);
        }

        var busy = PhoneBusyTime.Of(line);
        if (busy > TimeSpan.Zero)
            pings.OnPhoneBusy(busy);
        return null;
    }

    private EncodeResult WriteLine(OutboundLine line, long upperBound)
    {
        var result = lines.Write(line, upperBound);
        if (result == EncodeResult.Written)
            _unflushedLines++;
        return result;
    }

    private void ReportWritten()
    {
        foreach (var delivery in _begun)
            delivery.OnWritten();
        Forget();
        if (_lastToConfirm > 0)
            confirmations.OnTaken();
    }

    private void ReportLost()
    {
        var begun = _begun.Count;
        var waiting = 0;
        foreach (var delivery in _begun)
            delivery.OnLost(begun: true);
        Forget();
        if (_inHand is not null)
        {
            // The writer failed over it.
            begun++;
            _inHand.OnLost(begun: true);
        }

        while (queue.TryTake(out var item))
        {
            if (item.Delivery is null)
                continue;
            waiting++;
            item.Delivery.OnLost(begun: false);
        }

        if (begun + waiting > 0)
            logger.OutboundLost(connection, begun, waiting);
    }

    private void Forget()
    {
        _begun.Clear();
        // A burst must not leave every phone with the list that it once needed.
        if (_begun.Capacity > 64)
            _begun.Capacity = 0;
    }
}
