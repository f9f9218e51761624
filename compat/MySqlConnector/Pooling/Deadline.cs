using System.Diagnostics;

namespace MySqlConnector.Pooling;

/// <summary>How long opening may take: ConnectionTimeout, and the caller's patience.</summary>
/// <param name="timeout"><see cref="Timeout.InfiniteTimeSpan"/>: for ever.</param>
/// <param name="callersToken">Cancelled when the caller gives up.</param>
internal sealed class Deadline(TimeSpan timeout, CancellationToken callersToken) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private CancellationTokenSource? _source;

    /// <summary>Cancelled when either is at its end. Costs a timer, so it is asked for only when there is something to wait for.</summary>
    public CancellationToken Token
    {
        get
        {
            if (_source is null)
            {
                _source = CancellationTokenSource.CreateLinkedTokenSource(callersToken);
                _source.CancelAfter(Remaining);
            }

            return _source.Token;
        }
    }

    public CancellationToken CallersToken => callersToken;

    public bool IsCancelledByCaller => callersToken.IsCancellationRequested;

    /// <summary>Not less than zero; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (timeout == Timeout.InfiniteTimeSpan)
                return timeout;
            var remaining = timeout - Stopwatch.GetElapsedTime(_start);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>What opening says when the time is up.</summary>
    public static MySqlException Expired(Exception? cause, bool isPoolEmpty = false) => new(
        MySqlErrorCode.UnableToConnectToHost,
        isPoolEmpty ? "Connect Timeout expired. All pooled connections are in use." : "Connect Timeout expired.",
        cause);

    public void ThrowIfExpired()
    {
        callersToken.ThrowIfCancellationRequested();
        if (Remaining == TimeSpan.Zero)
            throw Expired(null);
    }

    public void Dispose() => _source?.Dispose();
}
