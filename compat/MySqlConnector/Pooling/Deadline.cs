namespace MySqlConnector.Pooling;

/// <summary>How long opening may take: ConnectionTimeout, and the caller's patience.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;

    public Deadline(TimeSpan timeout, CancellationToken callersToken)
    {
        CallersToken = callersToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(callersToken);
        _source.CancelAfter(timeout);
    }

    /// <summary>Cancelled when either is at its end.</summary>
    public CancellationToken Token => _source.Token;

    public CancellationToken CallersToken { get; }

    public bool IsCancelledByCaller => CallersToken.IsCancellationRequested;

    public static MySqlException Expired(Exception? cause) =>
        new(MySqlErrorCode.UnableToConnectToHost, "Connect Timeout expired.", cause);

    public void ThrowIfExpired()
    {
        CallersToken.ThrowIfCancellationRequested();
        if (Token.IsCancellationRequested)
            throw Expired(null);
    }

    public void Dispose() => _source.Dispose();
}
