using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>
/// Two network namespaces with a cable between them that can be cut without either end being told, as when a phone leaves its cell. Nothing
/// leads out of them: what listens in one can be reached from the other alone.
/// </summary>
internal sealed class CutLink : IDisposable
{
    private const string PhonesAddress = "10.213.77.2";
    private const string Nobody = "02:00:00:00:00:99";

    private static int _last;

    private CutLink(string suffix)
    {
        Server = new NetworkNamespace($"dks{suffix}");
        Phones = new NetworkNamespace($"dkp{suffix}");
    }

    /// <summary>The server's address as the phones see it.</summary>
    public static IPAddress ServerAddress { get; } = IPAddress.Parse("10.213.77.1");

    /// <summary>Whether this machine lets us make one: that takes the program <c>ip</c> and root.</summary>
    public static bool IsPossible { get; } = Try();

    /// <summary>The server's end.</summary>
    public NetworkNamespace Server { get; }

    /// <summary>The phones' end.</summary>
    public NetworkNamespace Phones { get; }

    private string ServerCable => $"{Server.Name}v";

    private string PhonesCable => $"{Phones.Name}v";

    public static CutLink Create()
    {
        var link = new CutLink($"{Environment.ProcessId}x{Interlocked.Increment(ref _last)}");
        try
        {
            link.Build();
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>A socket at the phones' end, connected to a port at the server's.</summary>
    public async Task<Socket> ConnectAsync(int port)
    {
        var socket = Phones.OpenSocket();
        await socket.ConnectAsync(ServerAddress, port).DefaultTimeout();
        return socket;
    }

    /// <summary>From now on everything is lost, both ways. Both ends still have their cable and know nothing of it.</summary>
    public void Cut()
    {
        // What is sent to a card that is not there is thrown away without a word.
        Run("-n", Server.Name, "neigh", "replace", PhonesAddress, "lladdr", Nobody, "dev", ServerCable, "nud", "permanent");
        Run("-n", Phones.Name, "neigh", "replace", $"{ServerAddress}", "lladdr", Nobody, "dev", PhonesCable, "nud", "permanent");
    }

    /// <summary>Ends <see cref="Cut"/>.</summary>
    public void Mend()
    {
        Run("-n", Server.Name, "neigh", "del", PhonesAddress, "dev", ServerCable);
        Run("-n", Phones.Name, "neigh", "del", $"{ServerAddress}", "dev", PhonesCable);
    }

    public void Dispose()
    {
        // The cable goes with either end.
        TryRun("netns", "del", Server.Name);
        TryRun("netns", "del", Phones.Name);
    }

    private static bool Try()
    {
        try
        {
            using var link = Create();
            link.Cut();
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Run(params string[] arguments)
    {
        if (TryRun(arguments) is { Length: > 0 } problem)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {problem}");
    }

    /// <returns>What went wrong; empty when nothing did.</returns>
    private static string TryRun(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{said.Trim()} ({process.ExitCode})";
    }

    private void Build()
    {
        Run("netns", "add", Server.Name);
        Run("netns", "add", Phones.Name);
        Run("link", "add", ServerCable, "netns", Server.Name, "type", "veth", "peer", "name", PhonesCable, "netns", Phones.Name);
        Bring(Server, ServerCable, $"{ServerAddress}/24");
        Bring(Phones, PhonesCable, $"{PhonesAddress}/24");
    }

    private static void Bring(NetworkNamespace end, string cable, string address)
    {
        Run("-n", end.Name, "addr", "add", address, "dev", cable);
        Run("-n", end.Name, "link", "set", cable, "up");
        Run("-n", end.Name, "link", "set", "lo", "up");
    }
}
