namespace Domaeka.Core.Devices;

/// <summary>One bot on one phone: the pair that <c>kb_bot_devices</c> is unique over.</summary>
/// <param name="BotName">The bot's name, 1 to 64 characters.</param>
/// <param name="DeviceId">The phone's Android id, 1 to 128 characters.</param>
public readonly record struct DeviceKey(string BotName, string DeviceId)
{
    /// <summary>Longest bot name that the tables hold, in characters.</summary>
    public const int MaxBotNameLength = 64;

    /// <summary>Longest device id that the tables hold, in characters.</summary>
    public const int MaxDeviceIdLength = 128;

    /// <summary><c>bot/device</c>, for logs.</summary>
    public override string ToString() => $"{BotName}/{DeviceId}";
}
