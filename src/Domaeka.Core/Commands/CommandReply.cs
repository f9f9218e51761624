using Domaeka.Core.Delivery;

namespace Domaeka.Core.Commands;

/// <summary>A command's answer: nothing, or messages that go into the room in this order.</summary>
public sealed class CommandReply
{
    private CommandReply(IReadOnlyList<OutboundContent> contents) => Contents = contents;

    /// <summary>No answer.</summary>
    public static CommandReply None { get; } = new([]);

    /// <summary>The messages.</summary>
    public IReadOnlyList<OutboundContent> Contents { get; }

    /// <summary>
    /// A text; one longer than <see cref="TextContent.MaxLength"/> is split at line ends into several messages. An empty one is no answer.
    /// </summary>
    public static CommandReply Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length switch
        {
            0 => None,
            <= TextContent.MaxLength => new CommandReply([new TextContent(text)]),
            _ => new CommandReply([.. TextSplitter.Split(text, TextContent.MaxLength).Select(part => new TextContent(part))]),
        };
    }

    /// <summary>Several messages in a row, such as a text and pictures.</summary>
    public static CommandReply Of(params IReadOnlyList<OutboundContent> contents) => contents.Count == 0 ? None : new CommandReply([.. contents]);
}
