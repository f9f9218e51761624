using System.CommandLine;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary>What narrows a list.</summary>
public sealed class ListFilter
{
    /// <summary>How many items are asked for at a time.</summary>
    public const int PageSize = 500;

    private readonly Option<string> _bot = new("--bot") { Description = "Only this bot's." };

    private readonly Option<string> _status = new Option<string>("--status") { Description = "Only with this status." }
        .AcceptOnlyFromAmong("pending", "approved", "denied", "revoked", "blocked");

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_bot);
        command.Add(_status);
    }

    /// <summary>The bot; empty for any.</summary>
    public string Bot(ParseResult parsed) => parsed.GetValue(_bot) ?? "";

    /// <summary>The status; unspecified for any.</summary>
    public ApprovalStatus Status(ParseResult parsed) =>
        parsed.GetValue(_status) is { } word ? Enum.Parse<ApprovalStatus>(word, ignoreCase: true) : ApprovalStatus.Unspecified;
}
