using System.CommandLine;
using System.Globalization;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Samples.Phone;

/// <summary>The command line.</summary>
internal static class PhoneCommand
{
    private static readonly Option<string> Bot = Text("--bot", "The bot's name.", "testbot");
    private static readonly Option<string> Device = Text("--device", "The phone's Android id.", "0123456789abcdef");
    private static readonly Option<string> ScriptVersion = Text("--version", "The bridge script's version; it decides the dialect.", "3.3.3");
    private static readonly Option<string> Room = Text("--room", "The room that you sit in.", "공동구매방");
    private static readonly Option<string> Channel = Text("--channel", "The room's id; empty when the phone does not know it.", "18446369739418675");
    private static readonly Option<string> Sender = Text("--sender", "Who you are in the room.", "홍길동");
    private static readonly Option<string> Server = Text("--server", "Where the server listens, host:port.", "127.0.0.1:1490");
    private static readonly Option<string?> Key = new("--key") { Description = "The secret to sign with; without one nothing is signed." };
    private static readonly Option<string> Salt = Text("--salt", "The salt to sign with.", "");
    private static readonly Option<bool> Tls = new("--tls") { Description = "Connect with TLS, trusting the authorities of the system." };
    private static readonly Option<string?> TlsCa = new("--tls-ca") { Description = "Connect with TLS, trusting the authority in this PEM file alone." };
    private static readonly Option<string[]> Say = new("--say") { Description = "Say this instead of reading from the keyboard; may be repeated." };
    private static readonly Option<string?> Expect = new("--expect") { Description = "End with 0 once the room shows this text, with 1 if it does not in time." };
    private static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "Seconds to wait for a connection and for --expect, counted from the end of the input when it is piped.",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<bool> Stay = new("--ignore-migration")
    {
        Description = "Take no notice when the server sends you to another one, as the scripts of today do.",
    };

    private static readonly Option<string> Capabilities = Text(
        "--capabilities", $"What to declare beyond the protocol of old, with commas between: {string.Join(", ", CapabilityNames.All)}.", "");

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Show handshakes and pings too." };

    public static RootCommand Create()
    {
        var root = new RootCommand("Plays a phone with a bridge script: what you type is said in the room, and what the server sends is shown.");
        // The script's version is the one that matters here.
        foreach (var own in root.Options.OfType<VersionOption>().ToArray())
            root.Options.Remove(own);
        foreach (Option option in new Option[] { Bot, Device, ScriptVersion, Room, Channel, Sender, Server, Tls, TlsCa, Key, Salt, Say, Expect, Timeout, Stay, Capabilities, Verbose })
            root.Options.Add(option);

        Server.Validators.Add(result =>
        {
            if (!TryParseServer(result.GetValueOrDefault<string>(), out _, out _))
                result.AddError("--server must look like 127.0.0.1:1490.");
        });
        TlsCa.Validators.Add(result =>
        {
            if (PhoneTls.FindProblem(result.GetValueOrDefault<string?>()) is { } problem)
                result.AddError(problem);
        });
        Capabilities.Validators.Add(result =>
        {
            foreach (var name in NamesIn(result.GetValueOrDefault<string>()))
            {
                if (CapabilityNames.Find(name) == PhoneCapabilities.None)
                    result.AddError($"--capabilities knows {string.Join(", ", CapabilityNames.All)}, but not '{name}'.");
            }
        });
        Timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 86_400))
                result.AddError("--timeout must be more than 0 and at most 86400 seconds.");
        });
        root.SetAction(async (parsed, cancellationToken) => await PhoneApp.RunAsync(ToSettings(parsed), cancellationToken));
        return root;
    }

    private static PhoneSettings ToSettings(ParseResult parsed)
    {
        TryParseServer(parsed.GetValue(Server), out var host, out var port);
        return new PhoneSettings
        {
            Profile = new PhoneProfile
            {
                BotName = parsed.GetValue(Bot)!,
                DeviceId = parsed.GetValue(Device)!,
                Version = parsed.GetValue(ScriptVersion)!,
                SecretKey = parsed.GetValue(Key),
                Salt = parsed.GetValue(Salt)!,
                DeviceInfo = "Domaeka sample phone",
                Capabilities = NamesIn(parsed.GetValue(Capabilities)).Aggregate(
                    PhoneCapabilities.None, (declared, name) => declared | CapabilityNames.Find(name)),
            },
            Host = host,
            Port = port,
            Tls = parsed.GetValue(Tls) || parsed.GetValue(TlsCa) is not null ? PhoneTls.Create(host, parsed.GetValue(TlsCa)) : null,
            Room = parsed.GetValue(Room)!,
            Channel = parsed.GetValue(Channel) is { Length: > 0 } channel ? channel : null,
            Sender = parsed.GetValue(Sender)!,
            Say = parsed.GetValue(Say) ?? [],
            Expect = parsed.GetValue(Expect),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout)),
            FollowsMigration = !parsed.GetValue(Stay),
            IsVerbose = parsed.GetValue(Verbose),
        };
    }

    private static bool TryParseServer(string? text, out string host, out int port)
    {
        var colon = text?.LastIndexOf(':') ?? -1;
        host = colon > 0 ? text![..colon].Trim('[', ']') : "";
        port = 0;
        return colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65_535;
    }

    private static string[] NamesIn(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Option<string> Text(string name, string description, string value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
