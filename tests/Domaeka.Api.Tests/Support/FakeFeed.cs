using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Domaeka.Core.Events;

namespace Domaeka.Api.Tests.Support;

/// <summary>A feed that brings what it is told to.</summary>
internal sealed class FakeFeed : IEventFeed
{
    private readonly Channel<FeedItem> _items = Channel.CreateUnbounded<FeedItem>();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was asked for last.</summary>
    public FeedRequest? Request { get; private set; }

    /// <summary>Completes when nobody reads any more.</summary>
    public Task Ended => _ended.Task;

    public void Bring(FeedItem item) => Assert.True(_items.Writer.TryWrite(item));

    /// <summary>Ends the feed, as a stopping server does, or with an error.</summary>
    public void End(Exception? exception = null) => _items.Writer.Complete(exception);

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Request = request;
        try
        {
            while (await MoveAsync(cancellationToken))
                yield return await _items.Reader.ReadAsync(CancellationToken.None);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private async Task<bool> MoveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _items.Reader.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
