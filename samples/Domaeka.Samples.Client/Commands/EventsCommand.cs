using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>events</c>: what happens, as it happens.</summary>
public static class EventsCommand
{
    private static readonly (string Word, EventKind Kind)[] Kinds =
    [
        ("message", EventKind.Message),
        ("chat", EventKind.ChatLine),
        ("presence", EventKind.Presence),
        ("device", EventKind.Device),
        ("room", EventKind.Room),
    ];

    /// <summary>The command.</summary>
    public static Command Create(SessionOptions session)
    {
        var kinds = new Option<string[]>("--kind")
        {
            Description = "Only these kinds.",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        }.AcceptOnlyFromAmong([.. Kinds.Select(kind => kind.Word)]);
        var bot = new Option<string>("--bot") { Description = "Only of this bot." };
        var room = Name("--room", "Only of this room", RoomCommands.Collection, "CHANNEL");
        var device = Name("--device", "Only of this phone", DeviceCommands.Collection, "DEVICE");
        var resume = new Option<string>("--resume") { Description = "The token at the end of the last line that was dealt with." };
        var count = new Option<int?>("--count") { Description = "Stop behind so many events." };
        var heartbeats = new Option<bool>("--heartbeats") { Description = "Show signs of life too." };
        var command = new Command("events", "Shows what happens, each line with the token to resume behind it, until Ctrl+C.")
        {
            kinds, bot, room, device, resume, count, heartbeats,
        };
        session.SetAction(command, async (parsed, call) =>
        {
            var words = parsed.GetValue(kinds) ?? [];
            var request = new StreamEventsRequest
            {
                Kinds = { Kinds.Where(kind => words.Contains(kind.Word)).Select(kind => kind.Kind) },
                Bot = parsed.GetValue(bot) ?? "",
                Room = parsed.GetValue(room) is { Length: > 0 } channel ? Names.Resolve(channel, RoomCommands.Collection) : "",
                Device = parsed.GetValue(device) is { Length: > 0 } phone ? Names.Resolve(phone, DeviceCommands.Collection) : "",
            };
            var left = parsed.GetValue(count) ?? int.MaxValue;
            await foreach (var response in ReadAsync(call, request, parsed.GetValue(resume) ?? ""))
            {
                if (response.Event is { } happened)
                    await call.Output.WriteLineAsync($"{EventText.Line(happened)}  {response.ResumeToken}");
                else if (parsed.GetValue(heartbeats))
                    await call.Output.WriteLineAsync($"{Words.Of(response.Heartbeat?.Time)}  alive  {response.ResumeToken}");
                if (response.Event is not null && --left <= 0)
                    return;
            }
        }, untilInterrupted: true);
        return command;
    }

    private static IAsyncEnumerable<StreamEventsResponse> ReadAsync(Session session, StreamEventsRequest request, string from) =>
        ResumingStream.ReadAsync(
            token =>
            {
                request.ResumeToken = token;
                return session.Events.StreamEvents(request, session.Stream);
            },
            response => response.ResumeToken,
            from);

    private static Option<string[]> Name(string option, string description, string collection, string id) => new(option)
    {
        Description = $"{description}: bots/BOT/{collection}/{id}, or the two ids.",
        HelpName = $"BOT {id}",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
    };
}
