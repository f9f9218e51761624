namespace Domaeka.Api.Rooms;

/// <summary>The fields of a room that an update may change, as paths of <c>update_mask</c>.</summary>
internal static class RoomFields
{
    public const string Description = "description";
    public const string Concurrency = "concurrency";
    public const string Owners = "owners";
    public const string LogSettings = "log_settings";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Updatable { get; } = [Description, Concurrency, Owners, LogSettings];
}
