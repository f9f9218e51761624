using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>messages ...</c> and <c>explain</c>: what became of messages.</summary>
public static class MessageCommands
{
    private const int PageSize = 100;
    private static readonly string[] States = ["queued", "held", "written", "confirmed", "failed", "expired", "cancelled", "uncertain"];

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(SessionOptions session) => new("messages", "Messages, and what became of them.")
    {
        List(session),
        OnOne(session, "get", "Shows one message with its parts and attempts.", async (call, name) => MessageText.Render(
            (await call.Messages.GetMessageAsync(new GetMessageRequest { Name = name }, call.Call)).Message)),
        OnOne(session, "cancel", "Takes a message back that waits.", async (call, name) => MessageText.Render(
            (await call.Messages.CancelMessageAsync(new CancelMessageRequest { Name = name }, call.Call)).Message)),
        Explain(session),
    };

    /// <summary><c>explain</c>.</summary>
    public static Command Explain(SessionOptions session) => OnOne(
        session,
        "explain",
        "Says why a room has a message or does not have it.",
        async (call, name) => MessageText.Render(
            await call.Messages.ExplainMessageAsync(new ExplainMessageRequest { Name = name }, call.Call)));

    private static Command List(SessionOptions session)
    {
        var filter = new MessageFilter();
        var state = new Option<string>("--state") { Description = "Only in this state." }.AcceptOnlyFromAmong(States);
        var from = new Option<string>("--from") { Description = $"Only accepted at this time or later: {TimeText.Forms}." };
        var before = new Option<string>("--before") { Description = "Only accepted before this time." };
        var limit = new Option<int>("--limit") { Description = "At most so many, the newest first.", DefaultValueFactory = _ => PageSize };
        var command = new Command("list", "Lists messages, the newest first.") { state, from, before, limit };
        filter.AddTo(command);
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new ListMessagesRequest
            {
                Room = filter.Room(parsed),
                Bot = filter.Bot(parsed),
                Schedule = filter.Schedule(parsed),
                State = parsed.GetValue(state) is { } word ? Enum.Parse<DeliveryState>(word, ignoreCase: true) : default,
                CreateTimeFrom = SendSettings.ReadTime(parsed.GetValue(from)),
                CreateTimeBefore = SendSettings.ReadTime(parsed.GetValue(before)),
            };
            var messages = new List<Message>();
            var wanted = parsed.GetValue(limit);
            do
            {
                request.PageSize = Math.Clamp(wanted - messages.Count, 1, PageSize);
                var page = await call.Messages.ListMessagesAsync(request, call.Call);
                messages.AddRange(page.Messages);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0 && messages.Count < wanted);

            await call.Output.WriteAsync(MessageText.Render(messages));
        });
        return command;
    }

    private static Command OnOne(SessionOptions session, string verb, string description, Func<Session, string, Task<string>> run)
    {
        var name = new Argument<string>("name") { Description = "messages/ID, or the id", HelpName = "ID" };
        var command = new Command(verb, description) { name };
        session.SetAction(command, async (parsed, call) =>
            await call.Output.WriteAsync(await run(call, Names.Message(parsed.GetRequiredValue(name)))));
        return command;
    }
}
