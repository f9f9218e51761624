using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Domaeka.Core.Devices;
using Domaeka.Core.Guard;
using Domaeka.Core.Rooms;

namespace Domaeka.Api.Resources;

/// <summary>The resource names of the API and the keys of Core, both ways.</summary>
internal static class ResourceNames
{
    /// <summary>How a device's name is written, for messages to callers.</summary>
    public const string DevicePattern = "bots/{bot}/devices/{device}";

    /// <summary>How a room's name is written, for messages to callers.</summary>
    public const string RoomPattern = "bots/{bot}/rooms/{channel_id}";

    /// <summary>How a message's name is written, for messages to callers.</summary>
    public const string MessagePattern = "messages/{message}";

    /// <summary>How a schedule's name is written, for messages to callers.</summary>
    public const string SchedulePattern = "schedules/{schedule}";

    /// <summary>How an address block's name is written, for messages to callers.</summary>
    public const string AddressBlockPattern = "addressBlocks/{address}";

    private const string AddressBlockPrefix = "addressBlocks/";
    /// <summary>How a key's name is written, for messages to callers.</summary>
    public const string KeyPattern = "keys/{key}";

    private const string KeyPrefix = "keys/";
    private const int KeyIdLength = 16;
    private const string MessagePrefix = "messages/";
    private const string SchedulePrefix = "schedules/";
    private const int MessageIdLength = 32;

    /// <summary><c>bots/{bot}/devices/{device}</c>.</summary>
    public static string ForDevice(DeviceKey key) =>
        $"bots/{ResourceId.Encode(key.BotName)}/devices/{ResourceId.Encode(key.DeviceId)}";

    /// <summary><c>bots/{bot}/rooms/{channel_id}</c>.</summary>
    public static string ForRoom(RoomKey key) =>
        $"bots/{ResourceId.Encode(key.BotName)}/rooms/{ResourceId.Encode(key.ChannelId)}";

    /// <summary><c>messages/{id}</c>.</summary>
    public static string ForMessage(string id) => MessagePrefix + ResourceId.Encode(id);

    /// <summary><c>schedules/{id}</c>.</summary>
    public static string ForSchedule(long id) => string.Create(CultureInfo.InvariantCulture, $"{SchedulePrefix}{id}");

    /// <summary><c>addressBlocks/{address}</c>.</summary>
    public static string ForAddressBlock(IPNetwork network) => AddressBlockPrefix + ResourceId.Encode(ClientNetwork.ToText(network));

    /// <summary>Reads an address block's name; false when it is not one.</summary>
    public static bool TryParseAddressBlock(string? name, out IPNetwork network)
    {
        network = default;
        return name?.StartsWith(AddressBlockPrefix, StringComparison.Ordinal) == true
            && !name.AsSpan(AddressBlockPrefix.Length).Contains('/')
            && ResourceId.TryDecode(name.AsSpan(AddressBlockPrefix.Length), out var address)
            && ClientNetwork.TryParse(address, out network);
    }

    /// <summary>Reads an address block's name that was validated before.</summary>
    /// <exception cref="InvalidOperationException">It was not: a bug.</exception>
    public static IPNetwork ParseAddressBlock(string name) => TryParseAddressBlock(name, out var network)
        ? network
        : throw new InvalidOperationException("An address block's name reached a service without validation.");

    /// <summary><c>keys/{id}</c>.</summary>
    public static string ForKey(string id) => KeyPrefix + id;

    /// <summary>Reads a key's name; false when it is not one.</summary>
    public static bool TryParseKey(string? name, [NotNullWhen(true)] out string? id)
    {
        id = name?.StartsWith(KeyPrefix, StringComparison.Ordinal) == true ? name[KeyPrefix.Length..] : null;
        if (id?.Length == KeyIdLength && id.All(char.IsAsciiHexDigitLower))
            return true;
        id = null;
        return false;
    }

    /// <summary>Reads a key's name that was validated before.</summary>
    /// <exception cref="InvalidOperationException">It was not: a bug.</exception>
    public static string ParseKey(string name) => TryParseKey(name, out var id)
        ? id
        : throw new InvalidOperationException("A key name reached a service without validation.");

    /// <summary>Reads a message's name; false when it is not one.</summary>
    public static bool TryParseMessage(string? name, [NotNullWhen(true)] out string? id)
    {
        id = name?.StartsWith(MessagePrefix, StringComparison.Ordinal) == true ? name[MessagePrefix.Length..] : null;
        if (id?.Length == MessageIdLength && id.All(char.IsAsciiHexDigitLower))
            return true;
        id = null;
        return false;
    }

    /// <summary>Reads a schedule's name; false when it is not one.</summary>
    public static bool TryParseSchedule(string? name, out long id)
    {
        id = 0;
        return name?.StartsWith(SchedulePrefix, StringComparison.Ordinal) == true
            && long.TryParse(name.AsSpan(SchedulePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out id)
            && id > 0;
    }

    /// <summary>Reads a message's name that was validated before.</summary>
    /// <exception cref="InvalidOperationException">It was not: a bug.</exception>
    public static string ParseMessage(string name) => TryParseMessage(name, out var id)
        ? id
        : throw new InvalidOperationException("A message name reached a service without validation.");

    /// <summary>Reads a schedule's name that was validated before.</summary>
    /// <exception cref="InvalidOperationException">It was not: a bug.</exception>
    public static long ParseSchedule(string name) => TryParseSchedule(name, out var id)
        ? id
        : throw new InvalidOperationException("A schedule name reached a service without validation.");

    /// <summary>Reads a device's name; false when it is not one, or an id is longer than the tables hold.</summary>
    public static bool TryParseDevice(string? name, out DeviceKey key)
    {
        key = default;
        if (!TrySplit(name, "devices", out var bot, out var device) || device.Length > DeviceKey.MaxDeviceIdLength)
            return false;
        key = new DeviceKey(bot, device);
        return true;
    }

    /// <summary>Reads a room's name; false when it is not one, or an id is longer than the tables hold.</summary>
    public static bool TryParseRoom(string? name, out RoomKey key)
    {
        key = default;
        if (!TrySplit(name, "rooms", out var bot, out var channel) || channel.Length > RoomKey.MaxChannelIdLength)
            return false;
        key = new RoomKey(bot, channel);
        return true;
    }

    /// <summary>Reads a device's name that was validated before.</summary>
    /// <exception cref="InvalidOperationException">It was not: a bug.</exception>
    public static DeviceKey ParseDevice(string name) => TryParseDevice(name, out var key)
        ? key
        : throw new InvalidOperationException("A device name reached a service without validation.");

    /// <summary>Reads a room's name that was validated before.</summary>
    /// <exception cref="InvalidOperationException">It was not: a bug.</exception>
    public static RoomKey ParseRoom(string name) => TryParseRoom(name, out var key)
        ? key
        : throw new InvalidOperationException("A room name reached a service without validation.");

    private static bool TrySplit(
        string? name, string collection, [NotNullWhen(true)] out string? bot, [NotNullWhen(true)] out string? id)
    {
        bot = null;
        id = null;
        var parts = name?.Split('/');
        return parts is ["bots", _, _, _]
            && parts[2] == collection
            && ResourceId.TryDecode(parts[1], out bot)
            && bot.Length <= DeviceKey.MaxBotNameLength
            && ResourceId.TryDecode(parts[3], out id);
    }
}
