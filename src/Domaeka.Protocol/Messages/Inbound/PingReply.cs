namespace Domaeka.Protocol.Messages;

/// <summary>
/// A phone's answer to a ping: event <c>ping</c> from scripts up to 3.3.2, <c>pong</c> from 3.3.3 on. Since the scripts work
/// through incoming lines in order, it proves that everything sent before that ping has been worked through.
/// </summary>
public sealed record PingReply : InboundMessage
{
    /// <summary>Name of the bot. Never empty.</summary>
    public required string BotName { get; init; }

    /// <summary>The token of the ping that is answered (<c>server_timestamp</c>), unchanged. Null when not sent.</summary>
    public string? Token { get; init; }

    /// <summary>How the phone is. Null when not sent.</summary>
    public PhoneMonitoring? Monitoring { get; init; }

    /// <summary>Time of sending as sent, see <see cref="PhoneTime"/>; v3.3 only. Null when not sent.</summary>
    public string? Timestamp { get; init; }

    /// <summary>IANA name of the phone's time zone; v3.3 only. Null when not sent.</summary>
    public string? Timezone { get; init; }

    /// <summary>Who signed the answer. Null when it carried no <c>auth</c>.</summary>
    public PhoneAuth? Auth { get; init; }
}
