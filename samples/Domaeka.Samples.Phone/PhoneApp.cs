using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Samples.Phone;

/// <summary>The phone: keeps a connection as the scripts do, says what is typed, and ends when the input has ended and the room is quiet.</summary>
internal sealed class PhoneApp
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MovePause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan QuietEnd = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan QuietCheck = TimeSpan.FromMilliseconds(100);

    private readonly PhoneSettings _settings;
    private readonly PhoneScript _script;
    private readonly RoomScreen _screen;
    private readonly SpokenLines _spoken;
    private readonly ServerAddress _server;
    private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasToMove;
    private long _logId = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;

    private PhoneApp(PhoneSettings settings)
    {
        _settings = settings;
        _script = new PhoneScript(settings.Profile, TimeProvider.System);
        _screen = new RoomScreen(settings);
        _spoken = SpokenLines.Start(settings.Say);
        _server = new ServerAddress(settings);
    }

    /// <returns>0, or 1 when nothing could be said in time or what was expected did not come.</returns>
    public static async Task<int> RunAsync(PhoneSettings settings, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var app = new PhoneApp(settings);
        var connected = app.StayConnectedAsync(stop.Token);
        try
        {
            return await app.WaitForEndAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
            return 0;
        }
        finally
        {
            await stop.CancelAsync();
            await connected;
        }
    }

    private async Task<int> WaitForEndAsync(CancellationToken cancellationToken)
    {
        // Whoever holds the other end of a pipe may take their time over the next line.
        await Task.WhenAny(_spoken.InputEnded, _screen.Expected).WaitAsync(cancellationToken);
        if (!_spoken.InputEnded.IsCompleted)
            return 0;
        if (!_spoken.IsInteractive && !await IsInTimeAsync(_said.Task, cancellationToken))
        {
            RoomScreen.Say("-- could not say everything in time");
            return 1;
        }

        await _said.Task.WaitAsync(cancellationToken);
        if (_settings.Expect is not null)
        {
            if (await IsInTimeAsync(_screen.Expected, cancellationToken))
                return 0;
            RoomScreen.Say($"-- the room did not show '{_settings.Expect}' in time");
            return 1;
        }

        // The last answers are on their way.
        while (_screen.Quiet < QuietEnd)
            await Task.Delay(QuietCheck, cancellationToken);
        return 0;
    }

    private async Task<bool> IsInTimeAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(_settings.Timeout, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task StayConnectedAsync(CancellationToken cancellationToken)
    {
        var retry = FirstRetry;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var isWelcome = await ConnectOnceAsync(cancellationToken);
                if (_hasToMove)
                {
                    _hasToMove = false;
                    retry = FirstRetry;

                    // Two servers that send it to each other are not asked in a rush.
                    if (!isWelcome)
                        await Task.Delay(MovePause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                if (isWelcome)
                    retry = FirstRetry;
                else
                    _server.Fail();
                RoomScreen.Say($"-- connection closed by the server, again in {retry.TotalSeconds:0} s");
            }
            catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
            {
                RoomScreen.Say($"-- {_server.Host}:{_server.Port}: {exception.Message}, again in {retry.TotalSeconds:0} s");
                _server.Fail();
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(retry, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
        }
    }

    /// <returns>Whether the server welcomed the phone; a script that is refused closes and comes back.</returns>
    private async Task<bool> ConnectOnceAsync(CancellationToken cancellationToken)
    {
        using var link = new PhoneLink(_script);
        await link.ConnectAsync(_server.Host, _server.Port, _settings.Tls, cancellationToken);
        _screen.Status($"connected to {_server.Host}:{_server.Port} as {_settings.Profile.BotName}/{_settings.Profile.DeviceId}, script {_settings.Profile.Version}");
        await link.SendAsync(_script.Handshake(), cancellationToken);

        var isWelcome = false;
        Task? saying = null;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await foreach (var received in link.ReadAsync(stay.Token))
            {
                if (link.CompressedBytes is { } bytes)
                    _screen.Status($"a compressed line of {bytes:N0} bytes:");
                _screen.Show(received);
                if (received.Message is ServerMigrationLine migration && _settings.FollowsMigration)
                {
                    _server.Follow(migration);
                    _hasToMove = true;
                    stay.CancelAfter(migration.MigrateAfter);
                }

                if (received.Message is not HandshakeCompleteLine answer)
                    continue;
                _script.Keep(answer);
                isWelcome |= answer.Success;
                if (answer.Success)
                    _server.Succeed();
                if (!answer.Success && _settings.Profile.ClosesWhenRefused)
                    break;
                saying ??= SayAsync(link, over.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is time to go to the new server.
        }
        finally
        {
            await over.CancelAsync();
            if (saying is not null)
                await saying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return isWelcome;
    }

    /// <summary>Says what there is to say; a line that could not be sent is kept for the next connection.</summary>
    private async Task SayAsync(PhoneLink link, CancellationToken cancellationToken)
    {
        while (await _spoken.Lines.WaitToReadAsync(cancellationToken))
        {
            while (_spoken.Lines.TryPeek(out var text))
            {
                await link.SendAsync(Chat(text), cancellationToken);
                _spoken.Lines.TryRead(out _);
                _screen.Touch();
            }
        }

        _said.TrySetResult();
    }

    private ChatMessage Chat(string text) => _script.Chat(
        _settings.Room,
        text,
        _settings.Channel,
        _settings.Sender,
        (++_logId).ToString(CultureInfo.InvariantCulture));
}
