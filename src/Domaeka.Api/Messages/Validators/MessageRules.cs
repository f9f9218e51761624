using Domaeka.Core.Delivery;
using Domaeka.Core.Templates;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>Rules of what messages show.</summary>
internal static class MessageRules
{
    // Scripts before 3.3 carry such a text out (docs/protocol.md, "What the scripts really do"), and no caller knows which one serves a room.
    private static readonly string[] MediaPrefixes = ["MEDIA_URL:", "IMAGE_BASE64:"];

    /// <summary>Required; a text that rooms can show.</summary>
    public static IRuleBuilderOptions<T, string> MessageText<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= MessageLimits.MaxTextLength)
        .WithMessage("must have 1 to 650,000 UTF-16 units and not only blanks")
        .Must(text => !IsTakenForMedia(text))
        .WithMessage(TakenForMedia);

    /// <summary>What to tell of a text that phones would carry out.</summary>
    public static string TakenForMedia { get; } = $"must not begin with {string.Join(" or ", MediaPrefixes)}, which phones would carry out "
        + "instead of showing; use media (in a text of more than 65,000 units, which is cut at line ends, this goes for each line)";

    /// <summary>True when a phone could carry the text, or a part that is cut from it, out instead of showing it.</summary>
    public static bool IsTakenForMedia(string text) => MediaPrefixes.Any(prefix =>
        text.StartsWith(prefix, StringComparison.Ordinal)
        || (text.Length > TextContent.MaxLength && text.Contains('\n' + prefix, StringComparison.Ordinal)));

    /// <summary>How many UTF-16 units of text a part of a sequence shows; 0 for what is no valid text.</summary>
    public static int TextLength(SequencePart part) => part.ContentCase switch
    {
        SequencePart.ContentOneofCase.Text => part.Text.Length,
        SequencePart.ContentOneofCase.Template when NoticeTemplate.TryParse(part.Template.Text, out var template) =>
            template.Render(part.Template.Values).Text?.Length ?? 0,
        _ => 0,
    };

    /// <summary>How many bytes of data a part of a sequence holds.</summary>
    public static long DataBytes(SequencePart part) => part.Media?.Items.Sum(item => (long)item.Data.Length) ?? 0;
}
