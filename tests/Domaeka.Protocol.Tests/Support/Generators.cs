using System.Text;
using Domaeka.Protocol.Messages;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Protocol.Tests.Support;

/// <summary>Random messages for FsCheck: short and long strings with everything that makes JSON and framing stumble.</summary>
internal static class Generators
{
    private static readonly string[] Pieces =
    [
        "a", "방", "😀", "\"", "\\", "\n", "\r\n", "}", "{", "}}", "|", "||", "/", "<", "&", "'", "+", "=", "\t", "\u0001", "\u007f",
        "\u0085", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "가나다라", " ", "0", "null", "공동구매 19시 마감",
    ];

    /// <summary>Any string of whole characters without U+0000.</summary>
    public static readonly Gen<string> Text =
        from pieces in Gen.Elements(Pieces).ArrayOf()
        select string.Concat(pieces);

    private static readonly Gen<string> Name = from text in Text select "n" + text;

    private static readonly Gen<string?> Maybe = Gen.OneOf(Gen.Constant<string?>(null), from text in Text select (string?)text);

    private static readonly Gen<bool> Flag = Gen.Elements(true, false);

    public static readonly Gen<PhoneAuth> Auth =
        from clientType in Text
        from botName in Text
        from uuid in Text
        from id in Text
        from mac in Text
        from ip in Text
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(0, int.MaxValue)
        from version in Gen.Elements("3.2.1", "3.3.2", "3.3.3", "", "x")
        from signature in Text
        select new PhoneAuth
        {
            ClientType = clientType,
            BotName = botName,
            DeviceUuid = uuid,
            DeviceId = id,
            MacAddress = mac,
            IpAddress = ip,
            Timestamp = ((long)high << 32) + low,
            Version = version,
            Signature = signature,
        };

    private static readonly Gen<PhoneAuth?> MaybeAuth =
        Gen.OneOf(Gen.Constant<PhoneAuth?>(null), from auth in Auth select (PhoneAuth?)auth);

    public static readonly Gen<InboundMessage> Chat =
        from room in Text
        from text in Text
        from sender in Text
        from botName in Name
        from isGroup in Flag
        from isMention in Flag
        from channelId in Maybe
        from logId in Maybe
        from userHash in Maybe
        from clientType in Maybe
        from timestamp in Maybe
        from timezone in Maybe
        from package in Maybe
        from thread in Maybe
        from auth in MaybeAuth
        select (InboundMessage)new ChatMessage
        {
            Room = room,
            Text = text,
            Sender = sender,
            BotName = botName,
            IsGroupChat = isGroup,
            IsMention = isMention,
            ChannelId = channelId,
            LogId = logId,
            UserHash = userHash,
            ClientType = clientType,
            Timestamp = timestamp,
            Timezone = timezone,
            PackageName = package,
            ThreadId = thread,
            Auth = auth,
        };

    private static readonly Gen<SessionToken?> Token =
        from length in Gen.Choose(0, WireLimits.MaxSessionTokenBytes)
        from letter in Gen.Elements('a', 'Z', '9', '-', '_')
        select length == 0 ? (SessionToken?)null : new SessionToken(new string(letter, length));

    public static readonly Gen<InboundMessage> Handshake =
        from botName in Name
        from deviceId in Name
        from version in Maybe
        from clientType in Maybe
        from ip in Maybe
        from info in Maybe
        from timestamp in Maybe
        from timezone in Maybe
        from capabilities in Gen.Choose(0, 3)
        from token in Token
        select (InboundMessage)new HandshakeMessage
        {
            BotName = botName,
            DeviceId = deviceId,
            Version = version,
            ClientType = clientType,
            DeviceIp = ip,
            DeviceInfo = info,
            Timestamp = timestamp,
            Timezone = timezone,
            Capabilities = (PhoneCapabilities)capabilities,
            SessionToken = token,
        };

    public static readonly Gen<InboundMessage> PingReply =
        from botName in Name
        from token in Maybe
        from memory in Gen.Choose(0, 1_000_000)
        from queued in Gen.Choose(0, int.MaxValue)
        from hasMonitoring in Flag
        from timestamp in Maybe
        from timezone in Maybe
        from auth in MaybeAuth
        select (InboundMessage)new PingReply
        {
            BotName = botName,
            Token = token,
            Monitoring = hasMonitoring
                ? new PhoneMonitoring { TotalMemoryMegabytes = memory / 7.0, MessageQueueSize = queued }
                : null,
            Timestamp = timestamp,
            Timezone = timezone,
            Auth = auth,
        };

    public static readonly Gen<InboundMessage> Inbound = Gen.OneOf(Chat, Handshake, PingReply);

    private static readonly Gen<ResponseEvent> Event = Gen.Elements(Enum.GetValues<ResponseEvent>());

    private static readonly Gen<OutboundLine> TextLine =
        from room in Text
        from channelId in Maybe
        from botName in Maybe
        from text in Name
        from responseEvent in Event
        select (OutboundLine)new TextLine(room, channelId, botName, text, responseEvent);

    private static readonly Gen<MediaItem> DataItem =
        from size in Gen.Choose(1, 3000)
        select MediaItem.FromData(Encoding.Latin1.GetBytes(new string((char)(size % 256), size)));

    private static readonly Gen<MediaItem> UrlItem =
        from path in Gen.Elements("", "a", "가.png", "x?y=1&z=\"}", "|", "||", "%20", "😀").ArrayOf()
        let url = "https://h/" + string.Join('.', path)
        select MediaItem.FromUrl(url);

    private static readonly Gen<OutboundLine> MediaLine =
        from room in Text
        from channelId in Maybe
        from botName in Maybe
        from format in Maybe
        from kind in Gen.Elements(Enum.GetValues<MediaKind>())
        from wait in Gen.Choose(-1, 20_000)
        from responseEvent in Event
        from items in Gen.OneOf(DataItem.NonEmptyListOf(), UrlItem.NonEmptyListOf())
        select (OutboundLine)new MediaLine
        {
            Room = room,
            ChannelId = channelId,
            BotName = botName,
            Format = format,
            Kind = kind,
            Wait = wait > 0 ? TimeSpan.FromMilliseconds(wait) : null,
            Event = responseEvent,
            Items = [.. items],
        };

    private static readonly Gen<OutboundLine> Control =
        from text in Text
        from other in Text
        from first in Flag
        from second in Flag
        from seconds in Gen.Choose(0, 100_000)
        from token in Token
        from line in Gen.Elements<OutboundLine>(
            new PingLine(text, other),
            new HandshakeCompleteLine(first, second, text, other)
            {
                Session = token is null ? null : new SessionOffer(token.Value, TimeSpan.FromSeconds(seconds)),
            },
            new ServerShutdownLine(text, TimeSpan.FromSeconds(seconds)),
            new ServerMigrationLine("a" + text, 1 + (seconds % 65_535), TimeSpan.FromSeconds(seconds)))
        select line;

    public static readonly Gen<OutboundLine> Outbound = Gen.OneOf(TextLine, MediaLine, Control);
}
