using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Signals of POSIX, which <see cref="System.Diagnostics.Process"/> cannot send.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int processId, int signal)
    {
        if (Call(processId, signal) != 0)
            throw new Win32Exception();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Call(int processId, int signal);
}
