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

    // The API escapes nothing but these two inside an id.
    private static string Escape(string id) =>
        id.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    private static string Unescape(string id) => Uri.UnescapeDataString(id);
}
