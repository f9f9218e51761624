using System.CommandLine;

namespace Domaeka.Samples.Client;

/// <summary>Resource names as people type them: whole (<c>bots/BOT/devices/DEVICE</c>), or as the two ids.</summary>
public static class Names
{
    /// <summary>An argument that takes either form.</summary>
    public static Argument<string[]> Argument(string collection, string id) => new("name")
    {
        Description = $"bots/BOT/{collection}/{id}, or the two ids: BOT {id}",
        HelpName = $"BOT {id}",
        Arity = new ArgumentArity(1, 2),
    };

    /// <summary>The resource name.</summary>
    public static string Resolve(IReadOnlyList<string> typed, string collection) => typed switch
    {
        [var name] when name.StartsWith("bots/", StringComparison.Ordinal) => name,
        [var bot, var id] => $"bots/{Escape(bot)}/{collection}/{Escape(id)}",
        _ => throw new UsageException(
            $"\"{string.Join(' ', typed)}\" is no name: write bots/BOT/{collection}/ID, or the two ids with a blank between them."),
    };

    /// <summary>The two ids of a resource name, as this program shows them.</summary>
    public static string Short(string name) => name.Split('/') is [_, var bot, _, var id]
        ? $"{Unescape(bot)} {Unescape(id)}"
        : name;

    /// <summary>The resource name of a message, which may be typed without its collection.</summary>
    public static string Message(string typed) => Under("messages", typed);

    /// <summary>The resource name of a schedule, which may be typed without its collection.</summary>
    public static string Schedule(string typed) => Under("schedules", typed);

    /// <summary>The resource name of a device of a room's bot, which may be typed as its id.</summary>
    public static string DeviceBeside(string room, string typed) => typed.StartsWith("bots/", StringComparison.Ordinal)
        ? typed
        : $"{room[..room.LastIndexOf("/rooms/", StringComparison.Ordinal)]}/devices/{Escape(typed)}";

    private static string Under(string collection, string typed) =>
        typed.StartsWith(collection + "/", StringComparison.Ordinal) ? typed : $"{collection}/{typed}";

    // The API escapes nothing but these two inside an id.
    private static string Escape(string id) =>
        id.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    private static string Unescape(string id) => Uri.UnescapeDataString(id);
}
