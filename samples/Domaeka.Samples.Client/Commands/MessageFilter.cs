using System.CommandLine;

namespace Domaeka.Samples.Client.Commands;

/// <summary>Which messages are meant.</summary>
public sealed class MessageFilter
{
    private readonly Option<string[]> _room = new("--room")
    {
        Description = "Only to this room: bots/BOT/rooms/CHANNEL, or the two ids.",
        HelpName = "BOT CHANNEL",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _bot = new("--bot") { Description = "Only to rooms of this bot." };

    private readonly Option<string> _schedule = new("--schedule") { Description = "Only of this schedule." };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_room);
        command.Add(_bot);
        command.Add(_schedule);
    }

    /// <summary>The room; empty for any.</summary>
    public string Room(ParseResult parsed) =>
        parsed.GetValue(_room) is { Length: > 0 } room ? Names.Resolve(room, RoomCommands.Collection) : "";

    /// <summary>The bot; empty for any.</summary>
    public string Bot(ParseResult parsed) => parsed.GetValue(_bot) ?? "";

    /// <summary>The schedule; empty for any.</summary>
    public string Schedule(ParseResult parsed) => parsed.GetValue(_schedule) is { Length: > 0 } schedule ? Names.Schedule(schedule) : "";
}
