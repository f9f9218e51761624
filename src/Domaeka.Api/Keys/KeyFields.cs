namespace Domaeka.Api.Keys;

/// <summary>The fields of a key that an update may change, as paths of <c>update_mask</c>.</summary>
internal static class KeyFields
{
    public const string DisplayName = "display_name";
    public const string ExpireTime = "expire_time";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Updatable { get; } = [DisplayName, ExpireTime];
}
