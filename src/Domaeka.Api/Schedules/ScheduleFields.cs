namespace Domaeka.Api.Schedules;

/// <summary>The fields of a schedule that an update may change, as paths of <c>update_mask</c>.</summary>
internal static class ScheduleFields
{
    public const string Title = "title";
    public const string Description = "description";
    public const string Room = "room";
    public const string Device = "device";
    public const string Recurrence = "recurrence";
    public const string MisfirePolicy = "misfire_policy";
    public const string TimeToLive = "time_to_live";
    public const string Content = "content";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Updatable { get; } =
        [Title, Description, Room, Device, Recurrence, MisfirePolicy, TimeToLive, Content];

    /// <summary>Those that a schedule cannot be without.</summary>
    public static IReadOnlyList<string> Required { get; } = [Room, Recurrence, Content];
}
