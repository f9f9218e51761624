namespace Domaeka.Storage;

/// <summary>Directories for what is nobody else's business: chat, and the pictures of notices.</summary>
internal static class PrivateDirectory
{
    /// <summary>
    /// Makes the directory for the server's own account, and those above it that are missing as any program would. One that exists keeps its
    /// mode.
    /// </summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
