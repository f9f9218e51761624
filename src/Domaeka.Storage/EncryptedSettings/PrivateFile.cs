namespace Domaeka.Storage.EncryptedSettings;

/// <summary>Files that nobody but the server's own account may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>
    /// Writes the file under another name and renames it when it is on the disk: it is never there in half, and never with the mode of an
    /// older one.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What is to be in it.</param>
    /// <param name="overwrite">False: a file of that name stays.</param>
    /// <exception cref="IOException">It cannot be written; or it is there, and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory does not allow it.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>True when an account other than the owner's may read or change the file. Always false on Windows.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & Others) != 0;
}
