extern alias samples;

using Domaeka.Api.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using CommandTree = samples::Domaeka.Samples.Client.CommandTree;

namespace Domaeka.Api.Tests.Samples;

public sealed class SampleClientTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Client_FirstFiveMinutes_LeadsToAMessage()
    {
        await using var phone = await api.ConnectPhoneAsync("sample 봇", "d1");
        await phone.SayAsync("공구방", "안녕", "77");
        await Expect(0, "d1", "devices", "list");
        await Expect(0, "approved", "devices", "approve", "sample 봇", "d1");
        await Expect(0, "공구방", "rooms", "list", "--status", "pending", "--bot", "sample 봇");
        await Expect(0, "approved", "rooms", "approve", "bots/sample 봇/rooms/77");

        await Expect(0, "confirmed", "send", "--room", "sample 봇", "77", "--text", "hello", "--wait");

        Assert.Equal("hello", (await phone.NextAsync<TextLine>()).Text);
    }

    [Fact]
    public async Task Client_Messages_AreSentFollowedAndExplained()
    {
        var room = await api.AddRoomAsync("notices", "1", "공구방");

        var sent = await Expect(
            0,
            "not before",
            "send",
            "--room",
            room,
            "--text",
            "{이름}님",
            "--template-value",
            "이름=홍길동",
            "--image",
            "https://shop.example/1.png",
            "https://shop.example/2.png",
            "--then-image",
            "https://shop.example/3.png",
            "--pause",
            "2.5",
            "--at",
            "+1h",
            "--expire",
            "+2h",
            "--priority",
            "bulk",
            "--collapse-key",
            "k",
            "--at-most-once",
            "--device",
            "d1",
            "--request-id",
            "r1");
        var name = FindName(sent);

        var got = await Expect(0, "홍길동님", "messages", "get", name);
        Assert.Contains("2.5 s", got, StringComparison.Ordinal);
        Assert.Contains("at most once", got, StringComparison.Ordinal);
        Assert.Contains("bots/notices/devices/d1", got, StringComparison.Ordinal);
        await Expect(0, name, "messages", "list", "--room", room, "--state", "queued", "--from", "2020-01-01 00:00", "--limit", "5");
        await Expect(0, "REASON", "explain", name);
        await Expect(0, "REASON", "messages", "explain", name["messages/".Length..]);

        var cancelled = await Expect(0, "cancelled by caller", "messages", "cancel", name);
        Assert.Contains(name, cancelled, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_Events_AreShownAndResumed()
    {
        await using var text = new SharedText();
        var following = RunAsync(text, "events", "--bot", "followed", "--heartbeats", "--count", "2");
        await Eventually.TrueAsync(() => text.ToString().Contains("alive", StringComparison.Ordinal));
        var first = text.ToString().Trim().Split(' ')[^1];
        await using var phone = await api.ConnectPhoneAsync("followed", "d1");
        Assert.Equal(0, await following);
        Assert.Contains("followed d1  online", text.ToString(), StringComparison.Ordinal);

        await phone.SayAsync("공구방", "안녕", "77");
        await Expect(0, ": 안녕", "events", "--room", "followed", "77", "--kind", "chat", "--resume", first, "--count", "1");
        await Expect(0, "device", "events", "--device", "followed", "d1", "--resume", first, "--count", "2");
        await Expect(1, "resume_token", "events", "--resume", "nonsense");
        await Expect(2, "--kind", "events", "--kind", "weather");
    }

    [Fact]
    public async Task Client_Watch_GoesOnFromItsToken()
    {
        var room = await api.AddRoomAsync("watched", "1", "공구방");
        await using var watch = new SharedText();
        var watching = RunAsync(watch, "watch", "--bot", "watched", "--heartbeats", "--count", "1");
        await Eventually.TrueAsync(() => watch.ToString().Contains("alive", StringComparison.Ordinal));
        var first = watch.ToString().Trim().Split(' ')[^1];

        await Expect(0, "queued", "send", "--room", room, "--text", "하나", "--at", "+1h");
        Assert.Equal(0, await watching);
        await Expect(0, "queued", "send", "--room", room, "--text", "둘", "--at", "+1h");

        var again = await Expect(0, "queued", "watch", "--room", room, "--resume", first, "--count", "2");
        Assert.Contains(watch.ToString().Trim().Split('\n')[^1], again, StringComparison.Ordinal);
        await Expect(1, "resume_token", "watch", "--resume", "nonsense");
    }

    [Fact]
    public async Task Client_WaitForWhatDoesNotArrive_IsAFailure()
    {
        var room = await api.AddRoomAsync("late", "1", "공구방");

        await using var text = new SharedText();
        var sending = RunAsync(text, "send", "--room", room, "--text", "x", "--at", "+1h", "--wait");
        await Eventually.TrueAsync(() => text.ToString().Contains("accepted", StringComparison.Ordinal));

        await Expect(0, "cancelled", "messages", "cancel", FindName(text.ToString()));

        Assert.Equal(1, await sending);
        Assert.Contains("ended cancelled", text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "alive", "watch", "--heartbeats")]
    [InlineData(1, "accepted", "send", "--room", "bots/interrupted/rooms/1", "--text", "x", "--at", "+1h", "--wait")]
    public async Task Client_Interrupted_SucceedsOnlyWhereThatIsTheEnd(int expected, string sign, params string[] arguments)
    {
        await api.AddRoomAsync("interrupted", "1", "공구방");
        await using var text = new SharedText();
        using var interrupt = new CancellationTokenSource();
        var running = CommandTree.RunAsync(
            [.. arguments, "--key-file", api.Host.AdminKeyPath, "--address", api.Host.GrpcAddress.ToString()], text, text, interrupt.Token);
        await Eventually.TrueAsync(() => text.ToString().Contains(sign, StringComparison.Ordinal));

        await interrupt.CancelAsync();

        Assert.Equal(expected, await running.DefaultTimeout());
    }

    [Fact]
    public async Task Client_DryRun_ShowsThePartsAndSendsNothing()
    {
        var room = await api.AddRoomAsync("dry", "1", "공구방");

        var shown = await Expect(0, "CONTENT", "send", "--room", room, "--text", "hello", "--dry-run");

        Assert.DoesNotContain("messages/", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("messages/", await Expect(0, "MESSAGE", "messages", "list", "--bot", "dry"), StringComparison.Ordinal);
        await Expect(1, "template.values[이름]", "send", "--room", room, "--text", "{이름}{a}", "--template-value", "a=b", "--dry-run");
    }

    [Fact]
    public async Task Client_EveryReadingCommand_Answers()
    {
        await Expect(0, "version", "status");
        await Expect(0, "domaeka-0", "processes");
        await Expect(0, "on their way", "status");
        await Expect(0, "would be told", "drain", "--dry-run");
    }

    [Fact]
    public async Task Client_Logs_ShowWhatWasSaid()
    {
        await using var phone = await api.ConnectPhoneAsync("logs", "d1");
        await phone.SayAsync("공구방", "첫 줄", "88");
        await Expect(0, "approved", "devices", "approve", "logs", "d1");
        await Eventually.TrueAsync(async () => (await TellAsync("rooms", "list", "--bot", "logs")).Contains("88", StringComparison.Ordinal));
        await Expect(0, "approved", "rooms", "approve", "logs", "88");
        await phone.SayAsync("공구방", "둘째 줄", "88");
        await phone.SayAsync("공구방", "셋째 줄", "88");

        await Eventually.TrueAsync(async () => (await TellAsync("logs", "--room", "logs", "88")).Contains("셋째 줄", StringComparison.Ordinal));
        await Expect(0, "둘째 줄", "logs", "--bot", "logs", "--text", "둘째", "--others", "--page-size", "1", "--limit", "0");
        await Expect(0, "There are more", "logs", "--room", "bots/logs/rooms/88", "--limit", "1");
        var none = await Expect(0, "TEXT", "logs", "--room", "logs", "88", "--own", "--from", "2020-01-01 00:00", "--to", "2100-01-01T00:00Z");
        Assert.DoesNotContain("줄", none, StringComparison.Ordinal);
        await Expect(2, "not both", "logs", "--own", "--others");
        await Expect(2, "is no time", "logs", "--from", "yesterday");

        async Task<string> TellAsync(params string[] arguments)
        {
            await using var text = new SharedText();
            await RunAsync(text, arguments);
            return text.ToString();
        }
    }

    [Fact]
    public async Task Client_Settings_AreChanged()
    {
        var device = await api.AddDeviceAsync("set", "d1");
        var room = await api.AddRoomAsync("set", "1", "room");

        await Expect(0, "shop phone", "devices", "set", device, "--description", "shop phone", "--unbind");
        await Expect(0, "홍길동, hash", "rooms", "set", room, "--owner", "홍길동", "--owner", "hash", "--concurrency", "2");
        await Expect(0, "logged", "rooms", "set", room, "--log", "off", "--retention-days", "3");
        await Expect(0, "denied", "rooms", "deny", room, "--reason", "no");
        await Expect(0, "denied", "devices", "deny", device);
        await Expect(0, "revoked", "devices", "revoke", device);
        await Expect(0, "blocked", "devices", "block", device);
        await Expect(0, "revoked", "rooms", "revoke", room);
        await Expect(0, "blocked", "rooms", "block", room);
    }

    [Fact]
    public async Task Client_Refusals_TellReasonAndFields()
    {
        await Expect(1, "DEVICE_NOT_FOUND", "devices", "get", "nobody", "nowhere");
        await Expect(1, "device.max_message_size_bytes", "devices", "set", "b", "d", "--max-message-size", "5");
        await Expect(1, "ROOM_NOT_FOUND", "send", "--room", "b", "none", "--image", "https://shop.example/1.png");
        await Expect(1, "API_KEY_INVALID", "status", "--key", "nope");
    }

    [Fact]
    public async Task Client_WrongUsage_SaysWhatToDo()
    {
        await Expect(2, "is no name", "devices", "get", "nobody");
        await Expect(2, "Give --text", "send", "--room", "b", "r");
        await Expect(2, "at most one of", "send", "--room", "b", "r", "--image", "http://x/1", "--video", "http://x/2");
        await Expect(2, "--pause needs", "send", "--room", "b", "r", "--text", "x", "--pause", "1");
        await Expect(2, "NAME=VALUE", "send", "--room", "b", "r", "--text", "x", "--template-value", "=");
        await Expect(2, "is no time", "send", "--room", "b", "r", "--text", "x", "--at", "tomorrow");
        await Expect(2, "Nothing to set", "rooms", "set", "b", "r");
        await Expect(2, "nope", "nope");
        await Expect(2, "No API key", "status", "--key-file", "/no/such/file");
    }

    [Fact]
    public async Task Client_NoServer_SaysSo()
    {
        var (exitCode, text) = await RunAsync("status", "--address", "http://127.0.0.1:1", "--key", "x");

        Assert.Equal(3, exitCode);
        Assert.Contains("Is the server running", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_Keys_AreMadeExpiredAndRevoked()
    {
        var made = await Expect(0, "read,send", "keys", "create", "sample shop", "--scope", "read", "--scope", "send", "--days", "30");
        var words = made.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var secret = words[^1];
        var name = Assert.Single(words, word => word.StartsWith("keys/", StringComparison.Ordinal));
        await Expect(0, "SERVER", "processes", "--key", secret);

        await Expect(0, "expired", "keys", "expire", name, "--in-days", "0");
        await Expect(1, "API_KEY_EXPIRED", "processes", "--key", secret);
        await Expect(0, "revoked", "keys", "revoke", name["keys/".Length..]);
        await Expect(0, name, "keys", "list");
        Assert.DoesNotContain(name, await Expect(0, "first admin key", "keys", "list", "--active"), StringComparison.Ordinal);
    }

    private static string FindName(string output) => Assert.Single(
        output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        word => word.StartsWith("messages/", StringComparison.Ordinal));

    private async Task<string> Expect(int expected, string part, params string[] arguments)
    {
        await using var text = new SharedText();
        var exitCode = await RunAsync(text, arguments);

        Assert.True(expected == exitCode, $"{string.Join(' ', arguments)} gave {exitCode}: {text}");
        Assert.Contains(part, text.ToString(), StringComparison.Ordinal);
        return text.ToString();
    }

    private Task<int> RunAsync(TextWriter text, params string[] arguments)
    {
        string[] session = arguments.Contains("--key") || arguments.Contains("--key-file")
            ? []
            : ["--key-file", api.Host.AdminKeyPath];
        return CommandTree.RunAsync([.. arguments, .. session, "--address", api.Host.GrpcAddress.ToString()], text, text).DefaultTimeout();
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(params string[] arguments)
    {
        using var text = new StringWriter();
        var exitCode = await CommandTree.RunAsync(arguments, text, text).DefaultTimeout();
        return (exitCode, text.ToString());
    }
}
