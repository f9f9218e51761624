using System.Globalization;

namespace Domaeka.Core.Monitoring;

/// <summary>Reads the small text files in which Linux tells of itself.</summary>
internal static class ProbeFile
{
    /// <summary>The file's text; null when it cannot be read.</summary>
    public static string? ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The number that is all of the file; null when it holds none, such as <c>max</c>.</summary>
    public static long? ReadNumber(string path) =>
        long.TryParse(ReadText(path).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A number; 0 for what is none.</summary>
    public static long ParseNumber(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
