using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>watch</c>: changes of messages as they happen.</summary>
public static class WatchCommand
{
    /// <summary>The command.</summary>
    public static Command Create(SessionOptions session)
    {
        var filter = new MessageFilter();
        var messages = new Option<string[]>("--message")
        {
            Description = "Only these messages.",
            HelpName = "ID",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var resume = new Option<string>("--resume") { Description = "The token at the end of the last line that was dealt with." };
        var count = new Option<int?>("--count") { Description = "Stop behind so many changes." };
        var heartbeats = new Option<bool>("--heartbeats") { Description = "Show signs of life too." };
        var command = new Command(
            "watch", "Shows changes of messages as they happen, each line with the token to resume behind it, until Ctrl+C.")
        {
            messages, resume, count, heartbeats,
        };
        filter.AddTo(command);
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new WatchMessagesRequest
            {
                Names = { (parsed.GetValue(messages) ?? []).Select(Names.Message) },
                Room = filter.Room(parsed),
                Bot = filter.Bot(parsed),
                Schedule = filter.Schedule(parsed),
                ResumeToken = parsed.GetValue(resume) ?? "",
            };
            var left = parsed.GetValue(count) ?? int.MaxValue;
            await foreach (var response in MessageStream.ReadAsync(call, request))
            {
                if (response.Event is { } change)
                    await call.Output.WriteLineAsync($"{MessageText.Line(change)}  {response.ResumeToken}");
                else if (parsed.GetValue(heartbeats))
                    await call.Output.WriteLineAsync($"{Words.Of(response.Heartbeat?.Time)}  alive  {response.ResumeToken}");
                if (response.Event is not null && --left <= 0)
                    return;
            }
        }, untilInterrupted: true);
        return command;
    }
}
