using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>One end of a <see cref="CutLink"/>: programs can be started in it, and sockets of this process opened in it.</summary>
internal sealed class NetworkNamespace(string name)
{
    private const int CloneNewNet = 0x40000000;

    public string Name => name;

    /// <summary>What starts a program in it.</summary>
    public IReadOnlyList<string> Wrapper => ["ip", "netns", "exec", name];

    /// <summary>A socket that lives in it, wherever it is used.</summary>
    public Socket OpenSocket()
    {
        Socket? socket = null;
        Exception? failure = null;

        // A thread of its own: it never comes back out of the namespace.
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{name}");
                if (SetNamespace(file, CloneNewNet) != 0)
                    throw new Win32Exception();
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"No socket in {name}.", failure);
    }

    /// <summary>Calls what listens in it.</summary>
    public SocketsHttpHandler CreateHttpHandler() => new()
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = OpenSocket();
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(SafeHandle handle, int kind);
}
