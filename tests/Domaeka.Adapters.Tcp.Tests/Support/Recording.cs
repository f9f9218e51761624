using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>What a real script sent, byte for byte, and when its clock says it did.</summary>
internal sealed record Recording(string File, IReadOnlyList<byte[]> Lines, DateTimeOffset SignedAt)
{
    public static Recording Read(string file)
    {
        var lines = new List<byte[]>();
        long signedAt = 0;
        foreach (var text in System.IO.File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Captures", file)))
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.GetProperty("dir").GetString() != "c2s")
                continue;
            var line = root.GetProperty("utf8").GetString()!;
            lines.Add(Encoding.UTF8.GetBytes(line + root.GetProperty("eol").GetString()));
            signedAt = Math.Max(signedAt, SignedAtOf(line));
        }

        return new Recording(file, lines, DateTimeOffset.FromUnixTimeMilliseconds(signedAt));
    }

    private static long SignedAtOf(string line)
    {
        const string Key = "\"ipAddress\":";
        const string Stamp = "\"timestamp\":";
        var auth = line.IndexOf(Key, StringComparison.Ordinal);
        if (auth < 0)
            return 0;
        var start = line.IndexOf(Stamp, auth, StringComparison.Ordinal) + Stamp.Length;
        return long.Parse(line.AsSpan(start, line.IndexOf(',', start) - start), CultureInfo.InvariantCulture);
    }
}
