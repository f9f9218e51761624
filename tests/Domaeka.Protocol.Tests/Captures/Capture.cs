using System.Text.Json;

namespace Domaeka.Protocol.Tests.Captures;

/// <summary>One recorded line of a real script (<c>c2s</c>) or of the stand-in server that answered it (<c>s2c</c>).</summary>
internal sealed record Capture(string File, int Number, string Direction, string Line)
{
    public const string Key = "domaeka-test-key";
    public const string Salt = "domaeka-test-salt";

    /// <summary>All recorded lines of one direction.</summary>
    public static IReadOnlyList<Capture> Read(string direction)
    {
        var captures = new List<Capture>();
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Captures"), "*.jsonl").Order())
        {
            var number = 0;
            foreach (var text in System.IO.File.ReadLines(path))
            {
                number++;
                using var json = JsonDocument.Parse(text);
                if (json.RootElement.GetProperty("dir").GetString() == direction)
                    captures.Add(new Capture(
                        Path.GetFileName(path), number, direction, json.RootElement.GetProperty("utf8").GetString()!));
            }
        }

        return captures;
    }

    public static Capture Get(string file, int number, string direction) =>
        Read(direction).Single(capture => capture.File == file && capture.Number == number);

    public WireDialect ScriptDialect => File.StartsWith("bridge-3.3", StringComparison.Ordinal)
        ? WireDialect.V33
        : WireDialect.Legacy;
}
