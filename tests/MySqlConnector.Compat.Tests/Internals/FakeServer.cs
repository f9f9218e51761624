using System.Net;
using System.Net.Sockets;

namespace MySqlConnector.Compat.Tests.Internals;

/// <summary>A server on a free port of this machine that does to each connection what the script says.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<FakePeer, Task> _script;
    private readonly Task _accepting;
    private readonly List<Task> _peers = [];

    public FakeServer(Func<FakePeer, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Without pool and TLS, and soon at its wits' end.</summary>
    public string ConnectionString(Action<MySqlConnectionStringBuilder>? change = null)
    {
        var builder = new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1",
            Port = (uint)Port,
            UserID = "user",
            Password = "secret",
            Pooling = false,
            SslMode = MySqlSslMode.None,
            ConnectionTimeout = 10,
        };
        change?.Invoke(builder);
        return builder.ConnectionString;
    }

    /// <summary>Fails when a script did, other than by losing its connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_peers).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or InvalidOperationException)
            {
                return;
            }

            _peers.Add(RunAsync(socket));
        }
    }

    private async Task RunAsync(Socket socket)
    {
        using var peer = new FakePeer(socket);
        try
        {
            await _script(peer);
        }
        catch (IOException)
        {
            // The client had enough.
        }
    }
}
