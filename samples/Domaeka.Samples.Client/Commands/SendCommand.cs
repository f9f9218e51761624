using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>send</c>: pushes a message into a room.</summary>
public static class SendCommand
{
    private static readonly (string Option, MediaKind Kind)[] Kinds =
    [
        ("--image", MediaKind.Image),
        ("--audio", MediaKind.Audio),
        ("--video", MediaKind.Video),
        ("--document", MediaKind.Document),
    ];

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
        var text = new Option<string>("--text") { Description = "The text." };
        var media = Kinds.Select(kind => new Option<string[]>(kind.Option)
        {
            // Phones save bytes as .png, whatever they are.
            Description = kind.Kind == MediaKind.Image
                ? "Addresses (http, https) that the phone fetches, or files of this machine."
                : "Addresses (http, https) that the phone fetches.",
            HelpName = kind.Kind == MediaKind.Image ? "URL or FILE" : "URL",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        }).ToArray();
        var format = new Option<string>("--format") { Description = "File ending of the media, such as png." };
        var wait = new Option<double?>("--wait") { Description = "Seconds that the phone holds the room after media." };
        var requestId = new Option<string>("--request-id") { Description = "Sending twice under one id sends once." };

        var command = new Command("send", "Pushes a message into a room.") { room, text, format, wait, requestId };
        foreach (var option in media)
            command.Add(option);
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new SendMessageRequest
            {
                Room = Names.Resolve(parsed.GetRequiredValue(room), RoomCommands.Collection),
                RequestId = parsed.GetValue(requestId) ?? "",
            };
            var given = media.Select((option, index) => (Items: parsed.GetValue(option) ?? [], Kinds[index].Kind))
                .Where(entry => entry.Items.Length > 0)
                .ToList();
            var words = parsed.GetValue(text);
            if (given.Count + (words is null ? 0 : 1) != 1)
                throw new UsageException("Give exactly one of --text, --image, --audio, --video, --document.");

            if (words is not null)
            {
                request.Text = words;
            }
            else
            {
                request.Media = new Media { Kind = given[0].Kind, Format = parsed.GetValue(format) ?? "" };
                foreach (var item in given[0].Items)
                    request.Media.Items.Add(await ReadAsync(item));
                if (parsed.GetValue(wait) is { } seconds)
                    request.Media.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
            }

            var message = (await call.Messages.SendMessageAsync(request, call.Call)).Message;
            await call.Output.WriteAsync(Table.RenderFields(
                ("name", message.Name),
                ("room", message.Room),
                ("phone", message.Device),
                ("state", Words.Of(message.State)),
                ("written", Words.Of(message.WriteTime))));
        });
        return command;
    }

    private static async Task<MediaItem> ReadAsync(string item)
    {
        if (Uri.TryCreate(item, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return new MediaItem { Uri = item };

        try
        {
            return new MediaItem { Data = ByteString.CopyFrom(await File.ReadAllBytesAsync(item)) };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"\"{item}\" is neither an http address nor a file that can be read: {exception.Message}");
        }
    }
}
