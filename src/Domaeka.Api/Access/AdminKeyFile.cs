using System.Text;

namespace Domaeka.Api.Access;

/// <summary>The file with the first key, readable by its owner alone.</summary>
internal static class AdminKeyFile
{
    /// <summary>Its name inside the data directory.</summary>
    public const string Name = "admin.key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the data directory, for its owner alone, unless it is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory above does not allow it.</exception>
    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// Writes the key and a line break. An older file is replaced, not rewritten, so that its mode cannot leak the new key.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory does not allow it.</exception>
    public static void Write(string path, string key)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(temporary, options))
            file.Write(Encoding.ASCII.GetBytes(key + "\n"));
        File.Move(temporary, path, overwrite: true);
    }
}
