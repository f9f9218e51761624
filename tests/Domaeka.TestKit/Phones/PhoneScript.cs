using System.Globalization;
using Domaeka.Protocol;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Signing;

namespace Domaeka.TestKit.Phones;

/// <summary>What a bridge script says, as messages: knows the profile and the time, but no socket.</summary>
/// <param name="profile">Who the phone is.</param>
/// <param name="time">The phone's clock.</param>
public sealed class PhoneScript(PhoneProfile profile, TimeProvider time)
{
    private const string Timezone = "Asia/Seoul";
    private static readonly TimeSpan SeoulOffset = TimeSpan.FromHours(9);

    private readonly PhoneSigner? _signer =
        string.IsNullOrEmpty(profile.SecretKey) ? null : new PhoneSigner(profile.SecretKey, profile.Salt);

    private volatile string? _sessionToken;

    /// <summary>Who the phone is.</summary>
    public PhoneProfile Profile { get; } = profile;

    /// <summary>
    /// The session token that the server has given last; null for none. A script that declares it keeps it over connections, and shows it in its handshake.
    /// </summary>
    public SessionToken? SessionToken
    {
        get => _sessionToken is { } token ? new SessionToken(token) : null;
        set => _sessionToken = value?.Value;
    }

    /// <summary>Keeps the token of an answer to a handshake, where it has one.</summary>
    /// <param name="answer">The answer.</param>
    public void Keep(HandshakeCompleteLine answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Session is { } session)
            SessionToken = session.Token;
    }

    /// <summary>The handshake.</summary>
    public HandshakeMessage Handshake() => Profile.HasShortHandshake
        ? new HandshakeMessage
        {
            BotName = Profile.BotName,
            DeviceId = Profile.DeviceId,
            Version = Profile.Version,
            Capabilities = Profile.Capabilities,
            SessionToken = SessionToken,
        }
        : new HandshakeMessage
        {
            BotName = Profile.BotName,
            DeviceId = Profile.DeviceId,
            Version = Profile.Version,
            ClientType = Profile.ClientType,
            DeviceIp = "127.0.0.1",
            DeviceInfo = Profile.DeviceInfo,
            Timestamp = Stamp(),
            Timezone = Timezone,
            Capabilities = Profile.Capabilities,
            SessionToken = SessionToken,
        };

    /// <summary>A chat line of a group room, signed.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="text">What is said.</param>
    /// <param name="channelId">The room's id; null when the phone does not know it.</param>
    /// <param name="sender">Who says it.</param>
    /// <param name="logId">KakaoTalk's id of the message; null when the phone does not know it.</param>
    public ChatMessage Chat(string room, string text, string? channelId, string sender, string? logId) => new()
    {
        Room = room,
        Text = text,
        Sender = sender,
        BotName = Profile.BotName,
        IsGroupChat = true,
        ChannelId = channelId,
        LogId = logId,
        UserHash = "a1b2c3d4e5f6",
        ClientType = Profile.ClientType,
        Timestamp = Stamp(),
        Timezone = Timezone,
        Auth = Auth(),
    };

    /// <summary>The answer to a ping, signed.</summary>
    /// <param name="token">What the ping carried.</param>
    public PingReply PingReply(string token) => new()
    {
        BotName = Profile.BotName,
        Token = token,
        Monitoring = new PhoneMonitoring
        {
            TotalMemoryMegabytes = 742.4,
            UsedMemoryMegabytes = 32.4,
            MemoryPercent = 4.4,
            MessageQueueSize = 0,
            ActiveRooms = 1,
        },
        Timestamp = Stamp(),
        Timezone = Timezone,
        Auth = Auth(),
    };

    private PhoneAuth Auth()
    {
        var auth = new PhoneAuth
        {
            ClientType = Profile.ClientType,
            BotName = Profile.BotName,
            DeviceUuid = Profile.DeviceUuid ?? Profile.DeviceId,
            DeviceId = Profile.DeviceId,
            MacAddress = "02:00:00:00:00:00",
            IpAddress = "unknown",
            Timestamp = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Version = Profile.Version,
        };
        return _signer?.Sign(auth) ?? auth;
    }

    private string Stamp() => Profile.Dialect == WireDialect.V33
        ? time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : time.GetUtcNow().ToOffset(SeoulOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
