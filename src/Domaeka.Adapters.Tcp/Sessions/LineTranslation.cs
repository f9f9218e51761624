using System.Net;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What the phones say, in the terms of Core.</summary>
internal static class LineTranslation
{
    /// <summary>The word that scripts write where they do not know a value (<c>wire.md</c>, "Signature").</summary>
    private const string UnknownWord = "unknown";

    /// <summary>Whether a script has put its device id into the <c>auth</c>.</summary>
    public static bool SaysDevice(this PhoneAuth auth) => IsKnown(auth.DeviceId);

    /// <summary>Who a handshake says the phone is.</summary>
    public static PhoneIdentity ToIdentity(this HandshakeMessage handshake, EndPoint? remote) => new()
    {
        Device = new DeviceKey(handshake.BotName, handshake.DeviceId),
        ClientType = OrNull(handshake.ClientType),
        ClientVersion = OrNull(handshake.Version),
        IpAddress = OrNull(handshake.DeviceIp) ?? AddressOf(remote),
        DeviceInfo = OrNull(handshake.DeviceInfo),
    };

    /// <summary>Who the <c>auth</c> of a line says the phone is; null when it does not say it.</summary>
    public static PhoneIdentity? ToIdentity(this PhoneAuth? auth, EndPoint? remote) =>
        auth is null || auth.BotName.Length == 0 || !auth.SaysDevice()
            ? null
            : new PhoneIdentity
            {
                Device = new DeviceKey(auth.BotName, auth.DeviceId),
                ClientType = OrNull(auth.ClientType),
                ClientVersion = OrNull(auth.Version),
                IpAddress = OrNull(auth.IpAddress) ?? AddressOf(remote),
            };

    /// <summary>A chat line for Core.</summary>
    public static ChatLine ToChatLine(this ChatMessage chat, DeviceKey device, TimeZoneInfo phoneZone) => new()
    {
        Device = device,
        ChannelId = string.IsNullOrEmpty(chat.ChannelId) ? null : chat.ChannelId,
        RoomName = chat.Room,
        Text = chat.Text,
        Sender = chat.Sender,
        UserHash = string.IsNullOrEmpty(chat.UserHash) ? null : chat.UserHash,
        LogId = string.IsNullOrEmpty(chat.LogId) ? null : chat.LogId,
        Fingerprint = string.IsNullOrEmpty(chat.Auth?.Signature) ? null : chat.Auth.Signature,
        IsMention = chat.IsMention,
        IsGroupChat = chat.IsGroupChat,
        ClientTimestamp = PhoneTime.TryParse(chat.Timestamp, phoneZone, out var time) ? time : null,
    };

    private static bool IsKnown(string? value) => !string.IsNullOrEmpty(value) && value != UnknownWord;

    private static string? OrNull(string? value) => IsKnown(value) ? value : null;

    private static string? AddressOf(EndPoint? remote) => (remote as IPEndPoint)?.Address switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { } address => address.ToString(),
        null => null,
    };
}
