using System.Net.Sockets;
using System.Text;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Core.Guard;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>
/// What hostile clients do, one by one: each ends in a bounded, logged and counted way, and a good phone beside it is served all the while.
/// The good phone comes from another address than the attackers.
/// </summary>
public sealed class AbuseTests
{
    private static readonly byte[] HandshakeStart = "{\"event\":\"handshake\",\"data\":{"u8.ToArray();

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task SlowLoris_ByteByByte_EndsWithTheHandshakeTimeout()
    {
        await using var server = await StartAsync();
        await using var good = await ConnectGoodAsync(server);
        var attackers = new List<Socket>();
        for (var i = 0; i < 50; i++)
            attackers.Add(await server.ConnectRawAsync());
        await Eventually.TrueAsync(() => server.Get<IConnectionGuard>().Unverified == 50);

        for (var second = 0; second < 9; second++)
        {
            foreach (var attacker in attackers)
                await attacker.SendAsync(HandshakeStart.AsMemory(second, 1));
            _time.Advance(TimeSpan.FromSeconds(1));
            await AssertServedAsync(server, good);
        }

        Assert.Equal(0, server.Log.Count(2017));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await AssertAllClosedAsync(attackers);
        await Eventually.TrueAsync(() => server.Log.Count(2017) == 50);
        Assert.Equal(50, server.Get<IConnectionGuard>().EndedUnverified);
        Assert.Single(server.Get<IAddressBlocks>().List());
        await AssertServedAsync(server, good);
    }

    [Fact]
    public async Task ShookHandsAndProvesNothing_BytesTricklingIn_EndsWithTheProofTimeout()
    {
        await using var server = await StartAsync(setup => setup.Limits = limits => limits.ProofTimeout = TimeSpan.FromSeconds(30));
        await using var good = await ConnectGoodAsync(server);
        using var attacker = await server.ConnectRawAsync();
        await attacker.SendAsync(Handshake("other"));
        await server.Log.WaitForAsync(2003);
        await Eventually.TrueAsync(() => server.Log.Count(2003) == 2);

        for (var second = 0; second < 29; second++)
        {
            await attacker.SendAsync("x\n"u8.ToArray());
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, server.Log.Count(2103));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        await server.Log.WaitForAsync(2103);
        await AssertAllClosedAsync([attacker]);
        await Eventually.TrueAsync(() => server.Get<IConnectionGuard>().EndedUnverified == 1);
        await AssertServedAsync(server, good);
    }

    [Fact]
    public async Task ShookHandsAndProvesNothing_ByDefault_EndsWithTheFirstPing()
    {
        await using var server = await StartAsync();
        using var attacker = await server.ConnectRawAsync();
        await attacker.SendAsync(Handshake("other"));
        await server.Log.WaitForAsync(2003);
        await Eventually.TrueAsync(() => attacker.Available > 0);

        // What it says does not prolong it.
        for (var second = 0; second < 92 && server.Log.Count(2020) + server.Log.Count(2103) == 0; second++)
        {
            await attacker.SendAsync(Handshake("other"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        await AssertAllClosedAsync([attacker]);
        await Eventually.TrueAsync(() => server.Get<IConnectionGuard>().EndedUnverified == 1);
    }

    [Fact]
    public async Task HalfOpen_PhoneNeitherReadsNorWrites_IsDeadAfterThePingTimeout()
    {
        await using var server = await StartAsync();
        await using var good = await ConnectGoodAsync(server);
        using var vanished = await server.ConnectRawAsync();
        await vanished.SendAsync(Handshake("other"));
        await Eventually.TrueAsync(() => server.Log.Count(2003) == 2);

        for (var i = 0; i < 4; i++)
        {
            var pings = good.Received.OfType<PingLine>().Count();
            _time.Advance(TimeSpan.FromSeconds(30.5));
            await Eventually.TrueAsync(() => good.Received.OfType<PingLine>().Count() > pings || i == 0);
            await AssertServedAsync(server, good);
        }

        await server.Log.WaitForAsync(2020);
        await Eventually.TrueAsync(() => server.Registry.Count == 1);
        Assert.Equal(1, server.Get<IConnectionGuard>().EndedUnverified);
    }

    [Fact]
    public async Task FloodOfConnects_OneAddress_IsBlockedAndTheOthersAreServed()
    {
        await using var server = await StartAsync();
        await using var good = await ConnectGoodAsync(server);
        for (var i = 0; i < 200; i++)
            await ConnectAndLeaveAsync(server);

        Assert.Contains(nameof(ConnectionVerdict.Blocked), await server.Log.WaitForAsync(2100), StringComparison.Ordinal);
        var block = Assert.Single(server.Get<IAddressBlocks>().List());
        Assert.Equal(PhoneServer.Stranger, ClientNetwork.ToText(block.Network));
        Assert.Equal(_time.GetUtcNow().AddHours(1), block.ExpiresAt);
        Assert.Equal(1, server.Log.Count(2100));
        Assert.Equal(1, server.Log.Count(1800));
        await AssertServedAsync(server, good);

        // A second phone from the good address comes in as ever.
        await using var second = await server.ConnectAsync(new PhoneProfile { DeviceId = "second" });
        Assert.True((await second.HandshakeAsync()).Success);
    }

    [Fact]
    public async Task FloodOfIdleConnects_OneAddress_HoldsNoMoreThanItsShare()
    {
        await using var server = await StartAsync(setup => setup.Guard = guard =>
        {
            guard.ExemptLoopback = false;
            guard.MaxUnverifiedPerAddress = 20;
            guard.MaxFailuresPerAddress = 0;
        });
        await using var good = await ConnectGoodAsync(server);
        var guard = server.Get<IConnectionGuard>();
        var attackers = new List<Socket>();
        for (var i = 0; i < 20; i++)
            attackers.Add(await server.ConnectRawAsync());
        await Eventually.TrueAsync(() => guard.Unverified == 20);
        for (var i = 0; i < 80; i++)
            await ConnectAndLeaveAsync(server);

        await Eventually.TrueAsync(() => guard.RefusedUnverified == 80);
        Assert.Equal(20, guard.Unverified);
        await AssertServedAsync(server, good);
        foreach (var attacker in attackers)
            attacker.Dispose();
        await Eventually.TrueAsync(() => guard.Unverified == 0);
    }

    [Fact]
    public async Task DeniedScriptAndGoodPhones_OneAddress_GoodPhonesStillComeIn()
    {
        await using var server = await StartAsync(setup => setup.Devices.Put(new("testbot", "denied"), Core.Approval.ApprovalStatus.Denied));
        await using (var first = await ConnectGoodAsync(server))
        {
        }

        for (var i = 0; i < 12; i++)
        {
            await using var denied = await server.ConnectAsync(new PhoneProfile { DeviceId = "denied" });
            Assert.False((await denied.HandshakeAsync()).Success);
            await Eventually.TrueAsync(() => server.Get<IConnectionGuard>().EndedUnverified == i + 1);
        }

        Assert.Single(server.Get<IAddressBlocks>().List());
        for (var i = 0; i < 5; i++)
        {
            await using var phone = await server.ConnectAsync(new PhoneProfile { DeviceId = $"phone-{i}" });
            Assert.True((await phone.HandshakeAsync()).Success);
        }
    }

    [Fact]
    public async Task FullServer_PhonesRetry_TheirAddressIsNotBlocked()
    {
        await using var server = await StartAsync(setup => setup.Tcp = tcp => tcp.MaxConnections = 1);
        await using var good = await ConnectGoodAsync(server);
        for (var i = 0; i < 30; i++)
            await ConnectAndLeaveAsync(server);

        await server.Log.WaitForAsync(2001);
        await Eventually.TrueAsync(() => server.Get<IConnectionGuard>().Unverified == 0);
        Assert.Empty(server.Get<IAddressBlocks>().List());
        Assert.Equal(0, server.Get<IConnectionGuard>().EndedUnverified);
    }

    [Fact]
    public async Task FloodOfLines_OnePhone_IsReadMoreSlowlyAndLosesNothing()
    {
        await using var server = await StartAsync(setup => setup.Limits = limits =>
        {
            limits.LinesPerSecond = 10;
            limits.LineBurst = 20;
        });
        await using var good = await ConnectGoodAsync(server);
        await using var flooding = await server.ConnectAsync(new PhoneProfile { DeviceId = "flooding" });
        flooding.AnswersPings = false;
        for (var i = 0; i < 50; i++)
            await flooding.SayAsync("공동구매방", $"{i}");

        await server.Log.WaitForAsync(2102);
        var heard = 0;
        while (server.Pipeline.Unseen > 0)
            Assert.Equal($"{heard++}", (await server.Pipeline.NextAsync()).Line.Text);
        Assert.InRange(heard, 15, 21);
        await AssertServedAsync(server, good);

        while (heard < 50)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
            while (server.Pipeline.Unseen > 0)
                Assert.Equal($"{heard++}", (await server.Pipeline.NextAsync()).Line.Text);
        }

        Assert.True(server.Get<PhoneServices>().RateLimits > 0);
        Assert.False(flooding.Closed.IsCompleted);
    }

    [Fact]
    public async Task FloodOfLines_PhoneIsProven_ItsPingClockStandsStill()
    {
        await using var server = await StartAsync(setup => setup.Limits = limits =>
        {
            limits.LinesPerSecond = 1;
            limits.LineBurst = 10;
        });
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        phone.AnswersPings = false;
        for (var i = 0; i < 200; i++)
            await phone.SayAsync("공동구매방", $"{i}");
        await server.Log.WaitForAsync(2102);

        // More than the ping time-out, all of it spent by the server not reading.
        for (var i = 0; i < 480; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            if (i % 40 == 0)
                await Eventually.TrueAsync(() => _time.ArmedTimers > 0);
        }

        Assert.Equal(0, server.Log.Count(2020));
        Assert.True(connection.IsOpen);
        connection.Close(CloseReason.Requested);
        await connection.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task Oversize_UnverifiedPhone_IsSkippedAtItsSmallerLimit()
    {
        await using var server = await StartAsync();
        await using var good = await ConnectGoodAsync(server);
        var line = Encoding.UTF8.GetBytes(new string('x', 400 * 1024) + "\n");
        using var attacker = await server.ConnectRawAsync();
        for (var i = 0; i < 5; i++)
            await attacker.SendAsync(line);

        await server.Log.WaitForAsync(2015);
        await AssertAllClosedAsync([attacker]);
        await Eventually.TrueAsync(() => server.Get<IConnectionGuard>().EndedUnverified == 1);

        // A phone that has proven itself may send as much.
        var skipped = server.Log.Count(2012);
        await good.SendRawAsync(line);
        await server.Log.WaitForAsync(2011);
        Assert.Equal(skipped, server.Log.Count(2012));
        await AssertServedAsync(server, good);
    }

    [Fact]
    public async Task LongestQueuedLine_PhoneNotVerifiedYet_IsTaken()
    {
        await using var server = await StartAsync();
        foreach (var version in new[] { "3.2.0", "3.3.3" })
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });
            await phone.SayAsync("공동구매방", new string('가', 65_000));
            Assert.Equal(65_000, (await server.Pipeline.NextAsync()).Line.Text.Length);
        }
    }

    [Fact]
    public async Task UnfinishedLines_OfManyUnverified_AreBoundedTogether()
    {
        await using var server = await StartAsync(setup =>
        {
            setup.Limits = limits => limits.MaxUnverifiedBytes = 1024 * 1024;
            setup.Guard = guard => guard.ExemptLoopback = false;
        });
        await using var good = await ConnectGoodAsync(server);
        var attackers = new List<Socket>();
        var line = Encoding.UTF8.GetBytes(new string('x', 300 * 1024));
        for (var i = 0; i < 8; i++)
        {
            attackers.Add(await server.ConnectRawAsync());
            try
            {
                await attackers[^1].SendAsync(line);
            }
            catch (SocketException)
            {
                // Closed by the server while it was sending: what is to happen.
            }
        }

        await server.Log.WaitForAsync(2104);
        await Eventually.TrueAsync(() => server.Log.Count(2104) >= 5 && server.Get<UnverifiedBytes>().Held <= 1024 * 1024);
        await AssertServedAsync(server, good);
        foreach (var attacker in attackers)
            attacker.Dispose();
        await Eventually.TrueAsync(() => server.Get<UnverifiedBytes>().Held == 0);
    }

    [Fact]
    public async Task Garbage_NoProtocolAtAll_EndsTheConnectionAndThenTheAddress()
    {
        await using var server = await StartAsync();
        await using var good = await ConnectGoodAsync(server);
        var random = new Random(1);
        for (var i = 0; i < 10; i++)
        {
            using var attacker = await server.ConnectRawAsync();
            var garbage = new byte[100_000];
            random.NextBytes(garbage);
            await attacker.SendAsync(garbage);
            await AssertAllClosedAsync([attacker]);
            await Eventually.TrueAsync(() => server.Get<IConnectionGuard>().EndedUnverified == i + 1);
        }

        Assert.Equal(10, server.Log.Count(2015));
        await ConnectAndLeaveAsync(server);
        await server.Log.WaitForAsync(2100);
        await AssertServedAsync(server, good);
    }

    private static byte[] Handshake(string device) => Encoding.UTF8.GetBytes(
        $"{{\"event\":\"handshake\",\"data\":{{\"botName\":\"testbot\",\"deviceID\":\"{device}\",\"version\":\"3.3.3\"}}}}\n");

    private Task<PhoneServer> StartAsync(Action<PhoneServerSetup>? configure = null) => PhoneServer.StartAsync(setup =>
    {
        setup.Time = _time;
        setup.Guard = guard => guard.ExemptLoopback = false;
        configure?.Invoke(setup);
    });

    private static async Task<FakePhone> ConnectGoodAsync(PhoneServer server)
    {
        var (phone, _) = await server.ConnectLiveAsync();
        return phone;
    }

    // Being turned away may be quicker than being connected.
    private static async Task ConnectAndLeaveAsync(PhoneServer server)
    {
        try
        {
            using var socket = await server.ConnectRawAsync();
        }
        catch (SocketException)
        {
        }
    }

    private static async Task AssertServedAsync(PhoneServer server, FakePhone phone)
    {
        var text = Guid.NewGuid().ToString();
        await phone.SayAsync("공동구매방", text);
        while ((await server.Pipeline.NextAsync()).Line.Text != text)
        {
        }
    }

    private static async Task AssertAllClosedAsync(IEnumerable<Socket> sockets)
    {
        var buffer = new byte[64 * 1024];
        foreach (var socket in sockets)
        {
            try
            {
                while (await socket.ReceiveAsync(buffer).DefaultTimeout() > 0)
                {
                }
            }
            catch (SocketException)
            {
                // A reset is an end, too.
            }

            socket.Dispose();
        }
    }
}
