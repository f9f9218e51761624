using System.CommandLine;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Option = System.CommandLine.Option;

namespace Domaeka.Samples.Client.Commands;

/// <summary>What a message shows: a text, media, or both and more media one after the other.</summary>
public sealed class SendContent
{
    private static readonly (string Option, MediaKind Kind)[] Kinds =
    [
        ("--image", MediaKind.Image),
        ("--audio", MediaKind.Audio),
        ("--video", MediaKind.Video),
        ("--document", MediaKind.Document),
    ];

    private readonly Option<string> _text = new("--text") { Description = "The text." };

    private readonly Option<string[]> _values = new("--template-value")
    {
        Description = "Makes the text a template: what stands in it as {NAME}. May be repeated.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    // Phones save bytes as .png, whatever they are.
    private readonly Option<string[]>[] _media =
    [
        .. Kinds.Select(kind => kind.Kind == MediaKind.Image
            ? Items(kind.Option, "URL or FILE", "Pictures: addresses (http, https) that the phone fetches, or files of this machine.")
            : Items(kind.Option, "URL", "Addresses (http, https) that the phone fetches.")),
    ];

    private readonly Option<string[]> _thenImage = Items("--then-image", "URL or FILE", "More pictures, as the last part.");

    private readonly Option<double?> _pause = new("--pause") { Description = "Seconds to wait before the last part." };

    private readonly Option<string> _format = new("--format") { Description = "File ending of the media, such as png." };

    private readonly Option<double?> _hold = new("--hold") { Description = "Seconds that the phone holds the room after media." };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_text, _values, .. _media, _thenImage, _pause, _format, _hold])
            command.Add(option);
    }

    /// <summary>Sets the content of a request.</summary>
    /// <exception cref="UsageException">What was given makes no content.</exception>
    public async Task ApplyAsync(ParseResult parsed, SendMessageRequest request)
    {
        var parts = await ReadPartsAsync(parsed);
        if (parts.Count == 0)
            throw new UsageException("Give --text, or one of --image, --audio, --video, --document.");
        if (parsed.GetValue(_pause) is { } seconds)
        {
            if (parts.Count == 1)
                throw new UsageException("--pause needs two parts, such as --text and --image.");
            parts[^1].PauseBefore = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
        }

        if (parts.Count > 1)
            request.Sequence = new Sequence { Parts = { parts } };
        else if (parts[0].ContentCase == SequencePart.ContentOneofCase.Text)
            request.Text = parts[0].Text;
        else if (parts[0].ContentCase == SequencePart.ContentOneofCase.Template)
            request.Template = parts[0].Template;
        else
            request.Media = parts[0].Media;
    }

    private async Task<List<SequencePart>> ReadPartsAsync(ParseResult parsed)
    {
        var parts = new List<SequencePart>();
        var values = parsed.GetValue(_values) ?? [];
        if (parsed.GetValue(_text) is { } text)
            parts.Add(values.Length == 0 ? new SequencePart { Text = text } : new SequencePart { Template = ReadTemplate(text, values) });
        else if (values.Length > 0)
            throw new UsageException("--template-value needs --text.");

        var given = _media.Select((option, index) => (Items: parsed.GetValue(option) ?? [], Kinds[index].Kind))
            .Where(entry => entry.Items.Length > 0)
            .ToList();
        if (given.Count > 1)
            throw new UsageException("Give at most one of --image, --audio, --video, --document.");
        if (parsed.GetValue(_thenImage) is { Length: > 0 } more)
            given.Add((more, MediaKind.Image));

        foreach (var (items, kind) in given)
            parts.Add(new SequencePart { Media = await ReadMediaAsync(parsed, items, kind) });
        return parts;
    }

    private static Template ReadTemplate(string text, IEnumerable<string> values)
    {
        var template = new Template { Text = text };
        foreach (var value in values)
        {
            var border = value.IndexOf('=', StringComparison.Ordinal);
            if (border < 1)
                throw new UsageException($"--template-value \"{value}\" is no NAME=VALUE.");
            template.Values[value[..border]] = value[(border + 1)..];
        }

        return template;
    }

    private async Task<Media> ReadMediaAsync(ParseResult parsed, IEnumerable<string> items, MediaKind kind)
    {
        var media = new Media { Kind = kind, Format = parsed.GetValue(_format) ?? "" };
        foreach (var item in items)
            media.Items.Add(await ReadItemAsync(item));
        if (parsed.GetValue(_hold) is { } seconds)
            media.Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
        return media;
    }

    private static async Task<MediaItem> ReadItemAsync(string item)
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

    private static Option<string[]> Items(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
}
