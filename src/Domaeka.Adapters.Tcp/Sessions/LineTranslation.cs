using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What the phones say, in the terms of Core.</summary>
internal static class LineTranslation
{
    /// <summary>The word that scripts write where they do not know a value (<c>docs/protocol.md</c>, "Signature").</summary>
    private const string UnknownWord = "unknown";

    /// <summary>What scripts give as their address after the link was lost.</summary>
    private const string NoAddress = "0.0.0.0";

    /// <summary>Whether a script has put its device id into the <c>auth</c>.</summary>
    public static bool SaysDevice(this PhoneAuth auth) => IsKnown(auth.DeviceId);

    /// <summary>Who a handshake says the phone is.</summary>
    public static PhoneIdentity ToIdentity(this HandshakeMessage handshake, EndPoint? remote) => new()
    {
        Device = new DeviceKey(handshake.BotName, handshake.DeviceId),
        ClientType = OrNull(handshake.ClientType),
        ClientVersion = OrNull(handshake.Version),
        IpAddress = AddressOr(handshake.DeviceIp, remote),
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
                IpAddress = AddressOr(auth.IpAddress, remote),
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
        Fingerprint = FingerprintOf(chat),
        IsMention = chat.IsMention,
        IsGroupChat = chat.IsGroupChat,
        ClientTimestamp = PhoneTime.TryParse(chat.Timestamp, phoneZone, out var time) ? time : null,
    };

    /// <summary>
    /// A script that sends a line again signs it no second time. The signature covers the millisecond and not the text, so the text is
    /// needed to tell two lines of one millisecond apart. Only lines without a message id are told this way.
    /// </summary>
    private static string? FingerprintOf(ChatMessage chat)
    {
        if (!string.IsNullOrEmpty(chat.LogId) || string.IsNullOrEmpty(chat.Auth?.Signature))
            return null;

        // A hash, since thousands of fingerprints are remembered and a text may be long.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(chat.Auth.Signature.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(chat.Sender.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(chat.Text.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The value, or null where a script does not know it.</summary>
    public static string? OrNull(string? value) => IsKnown(value) ? value : null;

    /// <summary>The address that a script gives, or null where it does not know it.</summary>
    public static string? AddressOrNull(string? reported) => IsKnown(reported) && reported != NoAddress ? reported : null;

    /// <summary>The address that the phone connects from; null when it is none of the network's.</summary>
    public static string? AddressOf(EndPoint? remote) => (remote as IPEndPoint)?.Address switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { } address => address.ToString(),
        null => null,
    };

    private static string? AddressOr(string? reported, EndPoint? remote) => AddressOrNull(reported) ?? AddressOf(remote);

    private static bool IsKnown([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? value) => !string.IsNullOrEmpty(value) && value != UnknownWord;
}
