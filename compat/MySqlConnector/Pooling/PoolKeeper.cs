namespace MySqlConnector.Pooling;

/// <summary>
/// Looks after a pool every minute, or every half ConnectionIdleTimeout when that is shorter: closes what waited too long and opens what
/// lacks to MinimumPoolSize.
/// </summary>
internal sealed class PoolKeeper(ConnectionPool pool, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _isDisposed;
    private int _isAtWork;
    private volatile string? _password;

    /// <summary>Begins with the first session that is asked for; later calls only take note of a changed password.</summary>
    public void Start(string? password)
    {
        _password = password;
        if (_timer is not null)
            return;
        lock (_gate)
        {
            if (_timer is not null || _isDisposed)
                return;
            var idleTimeout = pool.Settings.ConnectionIdleTimeout;
            var period = idleTimeout > TimeSpan.Zero && idleTimeout / 2 < LongestPeriod ? idleTimeout / 2 : LongestPeriod;
            var first = pool.Settings.MinimumPoolSize > 0 ? TimeSpan.Zero : period;
            _timer = time.CreateTimer(static state => _ = ((PoolKeeper)state!).WorkAsync(), this, first, period);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private async Task WorkAsync()
    {
        if (Interlocked.Exchange(ref _isAtWork, 1) != 0)
            return;
        try
        {
            await pool.ReapAsync();
            if (!_isDisposed)
                await pool.FillAsync(_password);
        }
        catch (Exception exception) when (exception is MySqlException or IOException or InvalidOperationException)
        {
            // The server cannot be reached; whoever opens a connection will hear of it. The next round tries again.
        }
        finally
        {
            Volatile.Write(ref _isAtWork, 0);
        }
    }
}
