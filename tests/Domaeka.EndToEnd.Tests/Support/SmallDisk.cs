using System.Diagnostics;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>
/// A disk of its own (tmpfs) that is really full. It is mounted in a mount namespace of the server's, so that it goes away with the
/// server and needs no privilege where user namespaces are allowed.
/// </summary>
internal sealed class SmallDisk(string directory) : IScarcity
{
    private const string Size = "16m";

    /// <summary>Whether this machine lets us mount.</summary>
    public static bool CanMount { get; } = Try();

    public IReadOnlyList<string> Wrapper { get; } = Enter(directory);

    public string DirectoryOf(int processId) => $"/proc/{processId}/root{directory}";

    public void Begin(int processId)
    {
        using var ballast = new FileStream(BallastOf(processId), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                ballast.Write(block);
        }
        catch (IOException)
        {
            // Full, which is what is wanted.
        }
    }

    public void End(int processId) => File.Delete(BallastOf(processId));

    private static string[] Enter(string directory) =>
    [
        "unshare", "--mount", "--map-root-user", "--", "sh", "-c", $"mount -t tmpfs -o size={Size} domaeka '{directory}' && exec \"$@\"", "sh",
    ];

    private static bool Try()
    {
        using var directory = new TempDirectory();
        string[] line = [.. Enter(directory.Path), "true"];
        try
        {
            using var process = Process.Start(new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private string BallastOf(int processId) => Path.Combine(DirectoryOf(processId), "ballast");
}
