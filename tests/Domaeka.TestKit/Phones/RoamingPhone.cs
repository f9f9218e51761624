using System.Net.Sockets;
using Domaeka.Protocol.Messages;

namespace Domaeka.TestKit.Phones;

/// <summary>
/// A phone that comes and goes: connects, shakes hands, and when the link is lost, by whichever side, connects anew. It keeps one record of what
/// it has shown. It outlives servers, so a test can kill and restart them under it.
/// </summary>
public sealed class RoamingPhone : IAsyncDisposable
{
    private readonly Func<int> _port;
    private readonly PhoneProfile _profile;
    private readonly Action<FakePhone>? _prepare;
    private readonly TimeSpan _pause;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Task _roaming;
    private TaskCompletionSource? _away;
    private FakePhone? _current;
    private SessionToken? _sessionToken;

    /// <summary>Sets out at once.</summary>
    /// <param name="port">Where the server listens; asked for each connection.</param>
    /// <param name="profile">Who the phone is.</param>
    /// <param name="prepare">Changes each connection's behaviour before it shakes hands; null leaves it as it is.</param>
    /// <param name="pause">Time between the end of a connection, or a refused one, and the next; null means 50 ms.</param>
    public RoamingPhone(Func<int> port, PhoneProfile profile, Action<FakePhone>? prepare = null, TimeSpan? pause = null)
    {
        _port = port;
        _profile = profile;
        _prepare = prepare;
        _pause = pause ?? TimeSpan.FromMilliseconds(50);
        _roaming = Task.Run(RoamAsync);
    }

    /// <summary>What the phone has shown, over all connections.</summary>
    public PhoneRecord Record { get; } = new();

    /// <summary>Who the phone is.</summary>
    public PhoneProfile Profile => _profile;

    /// <summary>
    /// True: goes where the server sends it (<c>serverMigration</c>) when the time has come or the connection has ended before, and stays with the new
    /// port of this machine. False (the default): takes no notice, as the scripts of today do.
    /// </summary>
    public bool FollowsMigration { get; init; }

    /// <summary>The port that the server has sent it to; null when it has not.</summary>
    public int? MovedTo { get; private set; }

    /// <summary>The connection of now; null while there is none.</summary>
    public FakePhone? Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    /// <summary>Tears the link down with a reset; the phone comes back by itself.</summary>
    public void Drop() => Current?.Reset();

    /// <summary>Tears the link down and stays away until <see cref="ComeBack"/>.</summary>
    public void GoAway()
    {
        lock (_gate)
            _away ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Drop();
    }

    /// <summary>Ends <see cref="GoAway"/>.</summary>
    public void ComeBack()
    {
        lock (_gate)
        {
            _away?.SetResult();
            _away = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Drop();
        await _roaming;
        _stop.Dispose();
    }

    private async Task RoamAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (Away() is { } away)
                    await away.WaitAsync(_stop.Token);
                await LiveAsync();
                await Task.Delay(_pause, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Disposed.
            }
        }
    }

    private async Task LiveAsync()
    {
        try
        {
            await using var phone = await FakePhone.ConnectAsync(MovedTo ?? _port(), _profile, record: Record);
            phone.Script.SessionToken = _sessionToken;
            _prepare?.Invoke(phone);
            lock (_gate)
                _current = phone;

            // Who was sent away, or disposed, while it connected must not stay.
            if (_stop.IsCancellationRequested || Away() is not null)
                return;
            await phone.SendAsync(phone.Script.Handshake());
            if (FollowsMigration)
                await FollowAsync(phone);
            else
                await phone.Closed.WaitAsync(_stop.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or TimeoutException)
        {
            // No server, or it went away at once.
        }
        finally
        {
            lock (_gate)
            {
                _sessionToken = _current?.Script.SessionToken ?? _sessionToken;
                _current = null;
            }
        }
    }

    private async Task FollowAsync(FakePhone phone)
    {
        await Task.WhenAny(phone.Closed, phone.SentAway).WaitAsync(_stop.Token);
        if (!phone.SentAway.IsCompletedSuccessfully)
            return;
        var migration = await phone.SentAway;
        MovedTo = migration.NewPort;
        await Task.WhenAny(phone.Closed, Task.Delay(migration.MigrateAfter, _stop.Token)).WaitAsync(_stop.Token);
    }

    private Task? Away()
    {
        lock (_gate)
            return _away?.Task;
    }
}
