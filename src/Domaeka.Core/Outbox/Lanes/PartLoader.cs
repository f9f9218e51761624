using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Reads the contents of messages that are about to go, and tries again while the storage is unavailable.</summary>
internal sealed class PartLoader(IOutboxStore store, IMediaStore media, TimeProvider clock, ILogger<PartLoader> logger) : IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();

    public static bool NeedsFiles(OutboundContent content) => content is MediaContent { Items: var items } && items.Any(item => item.File is not null);

    /// <summary>The contents that exist. Waits for the storage as long as it takes.</summary>
    public Task<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>> LoadPartsAsync(IReadOnlyCollection<long> sequences) =>
        InsistAsync(() => store.LoadPartsAsync(sequences, _stop.Token));

    /// <summary>The content with bytes in place of files; null when one of them is gone.</summary>
    public async Task<OutboundContent?> LoadFilesAsync(OutboundContent content)
    {
        var mediaContent = (MediaContent)content;
        var items = new List<MediaItem>(mediaContent.Items.Count);
        foreach (var item in mediaContent.Items)
        {
            if (item.File is null)
                items.Add(item);
            else if (await InsistAsync(() => media.ReadAsync(item.File, _stop.Token)) is { } bytes)
                items.Add(MediaItem.FromBytes(bytes));
            else
                return null;
        }

        return mediaContent with { Items = items };
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task<T> InsistAsync<T>(Func<Task<T>> read)
    {
        while (true)
        {
            try
            {
                return await read();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.ContentUnreadable(logger, exception, RetryDelay);
            }

            await Task.Delay(RetryDelay, clock, _stop.Token);
        }
    }
}
