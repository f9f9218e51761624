namespace Domaeka.Api.Devices;

/// <summary>The fields of a device that an update may change, as paths of <c>update_mask</c>.</summary>
internal static class DeviceFields
{
    public const string Description = "description";
    public const string MaxMessageSizeBytes = "max_message_size_bytes";
    public const string DeviceUuid = "device_uuid";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Updatable { get; } = [Description, MaxMessageSizeBytes, DeviceUuid];
}
