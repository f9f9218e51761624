using System.Text.RegularExpressions;

namespace Domaeka.Api.Tests.Validation;

/// <summary>The scopes that the comments of the protos promise.</summary>
internal static partial class ProtoScopes
{
    /// <summary>Every rpc of a file by its full name, with the word behind <c>Scope:</c> in the comment above it; empty when there is none.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(string path) => Read(File.ReadAllLines(path));

    /// <summary>The same of the lines of a file.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(string[] lines)
    {
        var service = "";
        var comment = "";
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment += line[2..];
                continue;
            }

            if (ServiceLine().Match(line) is { Success: true } found)
                service = found.Groups[1].Value;
            else if (RpcLine().Match(line) is { Success: true } rpc)
                yield return new($"/domaeka.v1.{service}/{rpc.Groups[1].Value}", ScopeWord().Match(comment).Groups[1].Value);
            comment = "";
        }
    }

    [GeneratedRegex(@"^service (\w+)")]
    private static partial Regex ServiceLine();

    [GeneratedRegex(@"^rpc (\w+)")]
    private static partial Regex RpcLine();

    [GeneratedRegex(@"Scope: (\w+)")]
    private static partial Regex ScopeWord();
}
