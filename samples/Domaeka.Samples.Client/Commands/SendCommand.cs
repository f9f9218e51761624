using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>send</c>: pushes a message into a room.</summary>
public static class SendCommand
{
    /// <summary>The command.</summary>
    public static Command Create(SessionOptions session)
    {
        var room = new Option<string[]>("--room")
        {
            Description = "bots/BOT/rooms/CHANNEL, or the two ids: BOT CHANNEL",
            HelpName = "BOT CHANNEL",
            Required = true,
            Arity = new ArgumentArity(1, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        var content = new SendContent();
        var settings = new SendSettings();
        var wait = new Option<bool>("--wait") { Description = "Stay until the room has it, or it is clear that it has not (exit code 1)." };

        var command = new Command(
            "send", "Pushes a message into a room: a text, media, or first the text, then the media, then more pictures.") { room };
        content.AddTo(command);
        settings.AddTo(command);
        command.Add(wait);
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new SendMessageRequest { Room = Names.Resolve(parsed.GetRequiredValue(room), RoomCommands.Collection) };
            settings.Apply(parsed, request);
            await content.ApplyAsync(parsed, request);

            var message = (await call.Messages.SendMessageAsync(request, call.Call)).Message;
            await call.Output.WriteAsync(MessageText.Render(message));
            if (parsed.GetValue(wait) && !request.ValidateOnly)
                await call.Output.WriteAsync("\n" + MessageText.Render(await MessageFollower.FollowAsync(call, message.Name)));
        });
        return command;
    }
}
