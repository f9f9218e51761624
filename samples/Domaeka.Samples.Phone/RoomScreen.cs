using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.Samples.Phone;

/// <summary>Shows what the room would show, and on request what the script would write into its log.</summary>
internal sealed class RoomScreen(PhoneSettings settings)
{
    private readonly TaskCompletionSource _expected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _shownAt = TimeProvider.System.GetTimestamp();

    /// <summary>Completes when the expected text was shown.</summary>
    public Task Expected => _expected.Task;

    /// <summary>How long nothing has happened.</summary>
    public TimeSpan Quiet => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _shownAt));

    /// <summary>Notes that something was said, so that its answer is waited for.</summary>
    public void Touch() => Interlocked.Exchange(ref _shownAt, TimeProvider.System.GetTimestamp());

    /// <summary>Shows a line of the server.</summary>
    public void Show(DecodeResult<OutboundLine> received)
    {
        switch (received.Message)
        {
            case TextLine text:
                ShowInRoom(text.Room, text.Text);
                break;
            case MediaLine media:
                ShowInRoom(media.Room, $"[{NameOf(media.Kind)} {media.Items.Count}장]");
                foreach (var item in media.Items)
                    Status(item.Url ?? $"{item.Data.Length:N0} bytes");
                break;
            case HandshakeCompleteLine answer:
                Status($"handshakeComplete: success {answer.Success}, approved {answer.Approved}, {answer.Message}");
                if (answer.Session is { } session)
                    Status($"session token, good for {session.ExpiresIn.TotalSeconds:0} s");
                if (!answer.Approved && !settings.IsVerbose)
                    Say($"-- {answer.Message}");
                break;
            case PingLine ping:
                Status($"ping {ping.Token}: answered");
                break;
            case ServerShutdownLine shutdown:
                Say($"-- server shuts down, back in {shutdown.ReconnectAfter.TotalSeconds:0} s");
                break;
            case ServerMigrationLine migration:
                Say($"-- server moves to {migration.NewHost}:{migration.NewPort} in {migration.MigrateAfter.TotalSeconds:0} s{(settings.FollowsMigration ? "" : ": ignored")}");
                break;
            case UnknownLine unknown:
                Status($"unknown event {unknown.Event}: ignored");
                break;
            default:
                Status($"a line that a script would drop: {received.Error}");
                break;
        }
    }

    /// <summary>What only --verbose shows.</summary>
    public void Status(string text)
    {
        if (settings.IsVerbose)
            Say($"-- {text}");
    }

    /// <summary>What is always shown; on standard error, so that a pipe gets the room alone.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    private void ShowInRoom(string room, string text)
    {
        Touch();
        Console.WriteLine(room == settings.Room ? text : $"[{room}] {text}");
        if (settings.Expect is { } expected && text.Contains(expected, StringComparison.Ordinal))
            _expected.TrySetResult();
    }

    private static string NameOf(MediaKind kind) => kind switch
    {
        MediaKind.Image => "사진",
        MediaKind.Audio => "음성",
        MediaKind.Video => "동영상",
        _ => "파일",
    };
}
