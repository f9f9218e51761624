using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>A limit on the size of the files that the server may write (RLIMIT_FSIZE): each write behind it fails.</summary>
internal sealed class FileSizeLimit(string directory) : IScarcity
{
    private const int FileSize = 1;
    private const ulong Unlimited = ulong.MaxValue;

    /// <summary>Without this the kernel ends a process that writes behind the limit; with it, the write fails.</summary>
    public IReadOnlyList<string> Wrapper { get; } = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

    public string DirectoryOf(int processId) => directory;

    public void Begin(int processId) => Set(processId, 4096);

    public void End(int processId) => Set(processId, Unlimited);

    private static void Set(int processId, ulong bytes)
    {
        // Only the soft limit, so that it can be raised again without privilege.
        var limit = new Limit { Soft = bytes, Hard = Unlimited };
        if (Call(processId, FileSize, ref limit, 0) != 0)
            throw new Win32Exception();
    }

    [DllImport("libc", EntryPoint = "prlimit64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Call(int processId, int resource, ref Limit limit, nint previous);

    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
