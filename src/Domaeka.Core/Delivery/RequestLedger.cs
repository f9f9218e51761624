using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Delivery;

/// <summary>
/// Remembers which request ids were answered how, in this process. A request that sent nothing is forgotten, so that the caller may try
/// again under the same id.
/// </summary>
internal sealed class RequestLedger(IOptions<DeliveryOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Queue<Entry> _order = new();

    /// <summary>Runs the request, or returns what the first one with its id came to.</summary>
    public async Task<SendResult> RunOnceAsync(SendRequest request, Func<Task<SendResult>> send, CancellationToken cancellationToken)
    {
        if (request.RequestId is null)
            return await send();

        var hash = HashOf(request);
        Entry? mine = null;
        Entry? first;
        lock (_gate)
        {
            Forget();
            if (!_entries.TryGetValue(request.RequestId, out first))
            {
                mine = new Entry(request.RequestId, hash, clock.GetTimestamp());
                _entries.Add(request.RequestId, mine);
            }
        }

        if (mine is not null)
            return await RunAsync(mine, send);
        if (first!.Hash != hash)
            return new SendResult(SendFailure.RequestIdReused, null);

        return await first.Answer.Task.WaitAsync(cancellationToken);
    }

    private static string HashOf(SendRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, request.Room.BotName);
        Append(hash, request.Room.ChannelId);
        switch (request.Content)
        {
            case TextContent text:
                Append(hash, text.Text);
                break;

            case MediaContent media:
                Append(hash, $"{media.Kind}|{media.Format}|{media.Wait}");
                foreach (var item in media.Items)
                {
                    Append(hash, item.Uri?.ToString() ?? "");
                    Append(hash, item.Bytes.Span);
                }

                break;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string part) => Append(hash, Encoding.UTF8.GetBytes(part));

    /// <summary>Each part with its length, so that two requests cannot look alike by moving a border.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }

    private async Task<SendResult> RunAsync(Entry mine, Func<Task<SendResult>> send)
    {
        try
        {
            var result = await send();
            Settle(mine, keep: result.Message is { State: not DeliveryState.Failed });
            mine.Answer.TrySetResult(result);
            return result;
        }
        catch (Exception exception)
        {
            Settle(mine, keep: false);
            mine.Answer.TrySetException(exception);
            _ = mine.Answer.Task.Exception;
            throw;
        }
    }

    /// <summary>Only what sent something enters the order of forgetting, which is therefore bounded by the capacity.</summary>
    private void Settle(Entry entry, bool keep)
    {
        lock (_gate)
        {
            if (keep)
                _order.Enqueue(entry);
            else
                _entries.Remove(entry.Id);
        }
    }

    private void Forget()
    {
        var now = clock.GetTimestamp();
        while (_order.TryPeek(out var oldest)
            && (_order.Count >= options.Value.RequestIdCapacity || clock.GetElapsedTime(oldest.At, now) > options.Value.RequestIdLifetime))
        {
            _order.Dequeue();
            _entries.Remove(oldest.Id);
        }
    }

    private sealed record Entry(string Id, string Hash, long At)
    {
        public TaskCompletionSource<SendResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
