using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>logs</c>: what was said in the rooms.</summary>
public static class LogsCommand
{
    private const int DefaultLimit = 50;

    /// <summary>The command.</summary>
    public static Command Create(SessionOptions session)
    {
        var room = new Option<string[]>("--room")
        {
            Description = "Only of this room: bots/BOT/rooms/CHANNEL, or the two ids: BOT CHANNEL",
            HelpName = "BOT CHANNEL",
            Arity = new ArgumentArity(1, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        var bot = new Option<string>("--bot") { Description = "Only of this bot's rooms." };
        var sender = new Option<string>("--sender") { Description = "Only by this sender, the whole name or the user hash." };
        var text = new Option<string>("--text") { Description = "Only with this text in them." };
        var from = Time("--from", "Only from this time on");
        var to = Time("--to", "Only from before this time");
        var own = new Option<bool>("--own") { Description = "Only our bot's own." };
        var others = new Option<bool>("--others") { Description = "Only those of others." };
        var limit = new Option<int>("--limit") { Description = "Most lines to show, the newest; 0 for all.", DefaultValueFactory = _ => DefaultLimit };
        var pageSize = new Option<int?>("--page-size") { Description = "How many lines to ask for at a time." };

        var command = new Command("logs", "Lists what was said in the rooms, the newest first.")
        {
            room, bot, sender, text, from, to, own, others, limit, pageSize,
        };
        session.SetAction(command, async (parsed, call) =>
        {
            if (parsed.GetValue(own) && parsed.GetValue(others))
                throw new UsageException("Give --own or --others, not both.");

            var most = parsed.GetValue(limit) is > 0 and var wished ? wished : int.MaxValue;
            var request = new ListChatLogsRequest
            {
                Room = parsed.GetValue(room) is { Length: > 0 } typed ? Names.Resolve(typed, RoomCommands.Collection) : "",
                Bot = parsed.GetValue(bot) ?? "",
                Sender = parsed.GetValue(sender) ?? "",
                Text = parsed.GetValue(text) ?? "",
                Origin = parsed.GetValue(own) ? ChatLogOrigin.Own : parsed.GetValue(others) ? ChatLogOrigin.Others : ChatLogOrigin.Unspecified,
                ServerTimeFrom = SendSettings.ReadTime(parsed.GetValue(from)),
                ServerTimeBefore = SendSettings.ReadTime(parsed.GetValue(to)),
                PageSize = parsed.GetValue(pageSize) ?? Math.Min(most, ListFilter.PageSize),
            };

            // A page may be empty although there are more lines: only a missing token ends the list.
            var lines = new List<ChatLog>();
            do
            {
                var page = await call.ChatLogs.ListChatLogsAsync(request, call.Call);
                lines.AddRange(page.ChatLogs);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0 && lines.Count < most);

            await call.Output.WriteAsync(Table.Render(
                ["ID", "TIME", "ROOM", "SENDER", "KIND", "TEXT"],
                lines.Take(most).Select(line => new[]
                {
                    line.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Words.Of(line.ServerTime),
                    $"{line.RoomDisplayName} ({Names.Short(line.Room)})",
                    line.Sender,
                    Words.Of(line.MessageType) + (line.IsOurBotResponse ? ", own" : "") + (line.IsScheduled ? ", scheduled" : ""),
                    line.Text,
                })));
            if (lines.Count > most || request.PageToken.Length > 0)
                await call.Output.WriteLineAsync("There are more: --limit shows them.");
        });
        return command;
    }

    private static Option<string> Time(string name, string what) => new(name) { Description = $"{what}: {TimeText.Forms}", HelpName = "TIME" };
}
