using System.CommandLine;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Option = System.CommandLine.Option;

namespace Domaeka.Samples.Client.Commands;

/// <summary>How a message is sent: when, through which phone, how urgently.</summary>
public sealed class SendSettings
{
    private readonly Option<string> _at = new("--at") { Description = $"Not before this time: {TimeText.Forms}." };

    private readonly Option<string> _expire = new("--expire") { Description = "Not from this time on." };

    private readonly Option<string> _priority = new Option<string>("--priority") { Description = "Which messages go first; without it notice." }
        .AcceptOnlyFromAmong("system", "reply", "notice", "bulk");

    private readonly Option<string> _collapseKey = new("--collapse-key")
    {
        Description = "Takes the place of what waits for the room under the same key.",
    };

    private readonly Option<bool> _atMostOnce = new("--at-most-once")
    {
        Description = "Never written again when nobody knows whether it arrived; without it, once more.",
    };

    private readonly Option<string> _device = new("--device") { Description = "The phone to prefer, by its id." };

    private readonly Option<string> _requestId = new("--request-id") { Description = "Sending twice under one id sends once." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be sent, and send nothing." };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_at, _expire, _priority, _collapseKey, _atMostOnce, _device, _requestId, _dryRun])
            command.Add(option);
    }

    /// <summary>Sets what was given in a request that has its room.</summary>
    public void Apply(ParseResult parsed, SendMessageRequest request)
    {
        request.NotBefore = ReadTime(parsed.GetValue(_at));
        request.ExpireTime = ReadTime(parsed.GetValue(_expire));
        request.Priority = parsed.GetValue(_priority) is { } word ? System.Enum.Parse<MessagePriority>(word, ignoreCase: true) : default;
        request.CollapseKey = parsed.GetValue(_collapseKey) ?? "";
        request.Redelivery = parsed.GetValue(_atMostOnce) ? Redelivery.AtMostOnce : Redelivery.Unspecified;
        request.Device = parsed.GetValue(_device) is { Length: > 0 } device ? Names.DeviceBeside(request.Room, device) : "";
        request.RequestId = parsed.GetValue(_requestId) ?? "";
        request.ValidateOnly = parsed.GetValue(_dryRun);
    }

    /// <summary>A time as it was typed; null for null.</summary>
    public static Timestamp? ReadTime(string? text) => text is null
        ? null
        : Timestamp.FromDateTimeOffset(TimeText.Parse(text, TimeProvider.System.GetUtcNow(), TimeZoneInfo.Local));
}
