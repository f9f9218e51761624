using Domaeka.Core.Delivery;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Scheduling;

/// <summary>Turns a schedule's picture into something that can be sent.</summary>
internal sealed class PictureReader(IOptions<SchedulingOptions> options)
{
    private const int MaxUriLength = 2_048;
    private const int MaxShownLength = 200;

    public async Task<(MediaItem? Item, ContentResult? Problem)> ReadAsync(SchedulePicture picture, CancellationToken cancellationToken)
    {
        var shown = Shown(picture);
        if (!string.IsNullOrWhiteSpace(picture.Base64))
            return ReadBase64(picture.Base64, shown);
        if (string.IsNullOrWhiteSpace(picture.Path))
            return Invalid(ScheduleText.BadPicture(shown));

        var path = picture.Path.Trim();
        return path.Contains("://", StringComparison.Ordinal) ? ReadAddress(path, shown) : await ReadFileAsync(path, shown, cancellationToken);
    }

    // Browsers hand "data:image/png;base64,..." to the shop, which stores it as it is.
    private static (MediaItem?, ContentResult?) ReadBase64(string text, string shown)
    {
        var start = text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        var digits = text.AsSpan(start).Trim();
        var bytes = new byte[(digits.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(digits, bytes, out var length))
            return Invalid(ScheduleText.BadPicture(shown));
        return length is > 0 and <= MediaContent.MaxItemBytes
            ? (MediaItem.FromBytes(bytes.AsMemory(0, length)), null)
            : Invalid(ScheduleText.PictureTooLarge(shown, MediaContent.MaxItemBytes));
    }

    // "|||" separates the addresses of one message in the older scripts' dialect (docs/protocol.md, "Server to phone").
    private static (MediaItem?, ContentResult?) ReadAddress(string path, string shown) =>
        path.Length <= MaxUriLength
        && !path.Contains("|||", StringComparison.Ordinal)
        && !path.Any(char.IsControl)
        && Uri.TryCreate(path, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Host.Length > 0
            ? (MediaItem.FromUri(uri), null)
            : Invalid(ScheduleText.BadPicture(shown));

    private async Task<(MediaItem?, ContentResult?)> ReadFileAsync(string path, string shown, CancellationToken cancellationToken)
    {
        if (options.Value.ImageDirectory.Length == 0)
            return Invalid(ScheduleText.NoImageDirectory);
        if (Locate(path) is not { } file)
            return Missing(shown);

        try
        {
            // Bound before it is read: the length may be anything, and may change.
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
            if (stream.Length is 0 or > MediaContent.MaxItemBytes)
                return Invalid(ScheduleText.PictureTooLarge(shown, MediaContent.MaxItemBytes));
            var bytes = new byte[stream.Length];
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            return length > 0 ? (MediaItem.FromBytes(bytes.AsMemory(0, length)), null) : Missing(shown);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Missing(shown);
        }
    }

    /// <summary>The file below the directory; null when the path leads out of it, by its own steps or by a link.</summary>
    private string? Locate(string path)
    {
        var steps = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length == 0 || steps.Any(step => step is "." or ".." || step.Contains('\0', StringComparison.Ordinal)))
            return null;

        try
        {
            var place = Path.GetFullPath(options.Value.ImageDirectory);
            FileSystemInfo? info = null;
            for (var i = 0; i < steps.Length; i++)
            {
                place = Path.Combine(place, steps[i]);
                info = i < steps.Length - 1 ? new DirectoryInfo(place) : new FileInfo(place);
                if (info.LinkTarget is not null)
                    return null;
            }

            return info is FileInfo { Exists: true } file && (file.Attributes & (FileAttributes.Directory | FileAttributes.Device)) == 0 ? place : null;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Shown(SchedulePicture picture)
    {
        var name = picture.Name ?? picture.Path ?? "base64";
        return name.Length <= MaxShownLength ? name : name[..MaxShownLength];
    }

    private static (MediaItem?, ContentResult?) Invalid(string problem) =>
        (null, new ContentResult(null, ScheduleSkipReason.ContentInvalid, problem));

    private static (MediaItem?, ContentResult?) Missing(string shown) =>
        (null, new ContentResult(null, ScheduleSkipReason.PictureUnavailable, ScheduleText.PictureMissing(shown)));
}
