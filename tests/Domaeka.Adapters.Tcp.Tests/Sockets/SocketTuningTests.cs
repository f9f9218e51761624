using System.Net.Sockets;
using Domaeka.Adapters.Tcp.Sockets;
using Domaeka.Adapters.Tcp.Tests.Support;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using MediaItem = Domaeka.Core.Delivery.MediaItem;

namespace Domaeka.Adapters.Tcp.Tests.Sockets;

/// <summary>Reads back what is set, from the server's own ends of real connections.</summary>
public sealed class SocketTuningTests
{
    private readonly TaskCompletionSource<Socket> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task AcceptedSocket_ReadBack_IsSetAsDesigned()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.OnAccepted = Remember);
        var (phone, _) = await server.ConnectLiveAsync();
        await using var __ = phone;
        var socket = await _accepted.Task.DefaultTimeout();

        Assert.True(socket.NoDelay);
        Assert.NotEqual(0, Get(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.Equal(30, Get(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        Assert.Equal(10, Get(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
        Assert.Equal(9, Get(socket, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));

        // Linux doubles what it is told and tells the double (socket(7)).
        var factor = OperatingSystem.IsLinux() ? 2 : 1;
        Assert.Equal(factor * 64 * 1024, socket.SendBufferSize);
        Assert.Equal(factor * 64 * 1024, socket.ReceiveBufferSize);

        // A time here would make close() wait on its thread; the five seconds are kept otherwise.
        Assert.False(socket.LingerState!.Enabled);
        if (OperatingSystem.IsLinux())
            Assert.Equal(60_000, UserTimeout(socket));

        // .NET sets it on every TCP listener, from which the accepted socket has it; what .NET calls ReuseAddress is SO_REUSEPORT here.
        if (OperatingSystem.IsLinux())
            Assert.Equal(1, Raw(socket, level: 1, option: 2));
    }

    [Fact]
    public async Task AcceptedSocket_ZeroOptions_IsLeftToTheSystem()
    {
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.OnAccepted = Remember;
            setup.Sockets = sockets =>
            {
                sockets.NoDelay = false;
                sockets.KeepAliveTime = TimeSpan.Zero;
                sockets.SendBufferBytes = 0;
                sockets.ReceiveBufferBytes = 0;
                sockets.UserTimeout = TimeSpan.Zero;
            };
        });
        var (phone, _) = await server.ConnectLiveAsync();
        await using var __ = phone;
        var socket = await _accepted.Task.DefaultTimeout();

        Assert.False(socket.NoDelay);
        Assert.Equal(0, Get(socket, SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.NotEqual(2 * 64 * 1024, socket.SendBufferSize);
        if (OperatingSystem.IsLinux())
            Assert.Equal(0, UserTimeout(socket));
    }

    [Fact]
    public async Task Close_PhoneReadsNothing_HoldsNoThread()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.Time = time;
            setup.OnAccepted = Remember;
        });
        var (phone, connection) = await server.ConnectLiveAsync(receiveBufferBytes: 4096);
        await using var _ = phone;
        var socket = await _accepted.Task.DefaultTimeout();
        phone.StopReading();
        for (var i = 0; i < 4; i++)
            Assert.True(connection.TryEnqueue(Deliveries.Media(MediaItem.FromBytes(new byte[1024 * 1024]))));
        await Eventually.TrueAsync(() => !socket.Poll(0, SelectMode.SelectWrite));
        connection.Close(Core.Connections.CloseReason.Requested);

        // The grace period ends on this very thread, which then closes the socket with its buffer full.
        var start = TimeProvider.System.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(5.1));
        var held = TimeProvider.System.GetElapsedTime(start);
        await connection.Closed.DefaultTimeout();

        Assert.InRange(held, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task BeforeClose_OnLinux_LimitsHowLongTheSystemTries()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.OnAccepted = Remember);
        await using var phone = await server.ConnectAsync();
        var socket = await _accepted.Task.DefaultTimeout();

        SocketTuning.BeforeClose(socket, new PhoneSocketOptions());

        if (OperatingSystem.IsLinux())
            Assert.Equal(5_000, UserTimeout(socket));
        Assert.False(socket.LingerState!.Enabled);
    }

    [Fact]
    public void TryApply_PhoneIsGone_False()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Dispose();

        Assert.False(SocketTuning.TryApply(socket, new PhoneSocketOptions()));
        SocketTuning.BeforeClose(socket, new PhoneSocketOptions());
    }

    private static int Get(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;

    private static int UserTimeout(Socket socket) => Raw(socket, SocketTuning.TcpLevel, SocketTuning.TcpUserTimeout);

    private static int Raw(Socket socket, int level, int option)
    {
        var value = new byte[sizeof(int)];
        socket.GetRawSocketOption(level, option, value);
        return BitConverter.ToInt32(value);
    }

    private void Remember(ConnectionContext connection) =>
        _accepted.TrySetResult(connection.Features.Get<IConnectionSocketFeature>()!.Socket);
}
