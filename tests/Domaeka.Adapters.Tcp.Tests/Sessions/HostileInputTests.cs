using System.Text;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Approval;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class HostileInputTests
{
    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task BadLine_IsLoggedAndTheConnectionGoesOn(byte[] line)
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        await phone.SendRawAsync(line);
        await phone.SayAsync("공동구매방", "그래도");

        Assert.Equal("그래도", (await server.Pipeline.NextAsync()).Line.Text);
        Assert.Equal(1, server.Log.Count(2011) + server.Log.Count(2012));
    }

    public static TheoryData<byte[]> BadLines() =>
    [
        Bytes("GET / HTTP/1.1\r\n"),
        Bytes("\0\0\0\0\n"),
        Bytes("{\"event\":\"message\",\"data\":{\"room\":\"반\n"),
        Bytes(new string('[', 10_000) + new string(']', 10_000) + "\n"),
        Bytes("{\"event\":\"message\",\"data\":" + string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_001) + "\n"),
        Bytes("{\"event\":\"message\",\"data\":{\"room\":1,\"room\":2}}\n"),
        Bytes("[]\n"),
        [0xFF, 0xFE, 0xC0, 0x80, (byte)'\n'],
        Bytes(new string('x', (1024 * 1024) + 2) + "\n"),
    ];

    [Fact]
    public async Task BadLines_TooManyInARow_CloseTheConnection()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        await phone.SendRawAsync(Bytes(string.Concat(Enumerable.Repeat("garbage\n", 100))));

        await phone.Closed.DefaultTimeout();
        Assert.Contains("100", await server.Log.WaitForAsync(2015), StringComparison.Ordinal);
        Assert.Equal(1, server.Log.Count(2011));
    }

    [Fact]
    public async Task BadLines_GoodOnesBetween_AreTolerated()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        for (var i = 0; i < 3; i++)
        {
            await phone.SendRawAsync(Bytes(string.Concat(Enumerable.Repeat("garbage\n", 99))));
            await phone.SayAsync("공동구매방", $"{i}");
            Assert.Equal($"{i}", (await server.Pipeline.NextAsync()).Line.Text);
        }
    }

    [Fact]
    public async Task LongLines_FiveInARow_CloseTheConnection()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tcp = tcp => tcp.MaxInboundLineBytes = 1024);
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        await phone.SendRawAsync(Bytes(string.Concat(Enumerable.Repeat(new string('x', 1100) + "\n", 5))));

        await phone.Closed.DefaultTimeout();
        await server.Log.WaitForAsync(2015);
    }

    [Theory]
    [InlineData(2048, false)]
    [InlineData(8192, true)]
    public async Task LongLine_DeviceHasItsOwnLimit_ThatOneCounts(int ownLimit, bool fits)
    {
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.Tcp = tcp => tcp.MaxInboundLineBytes = 4096;
            setup.Devices.Put(PhoneServer.TestDevice, ApprovalStatus.Approved, maxMessageSizeBytes: ownLimit);
        });
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        var text = new string('x', ownLimit == 2048 ? 1500 : 4000);

        await phone.SayAsync("공동구매방", text);
        await phone.SayAsync("공동구매방", "끝");

        Assert.Equal(fits ? text : "끝", (await server.Pipeline.NextAsync()).Line.Text);
    }

    [Fact]
    public async Task HalfALine_ThenEndOfStream_IsDropped()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tcp = tcp => tcp.CloseGracePeriod = TimeSpan.FromMilliseconds(50));
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        await phone.SendRawAsync(Bytes("{\"event\":\"message\",\"data\":{"));
        phone.HalfClose();

        await phone.Closed.DefaultTimeout();
        Assert.Equal(0, server.Pipeline.Unseen);
    }

    [Fact]
    public async Task Garbage_BeforeAnyHandshake_GetsNoAnswerAndNoRow()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();

        await phone.SendRawAsync(Bytes(string.Concat(Enumerable.Repeat("garbage\n", 100))));

        await phone.Closed.DefaultTimeout();
        Assert.Empty(phone.Received);
        Assert.Equal(0, server.Registry.Count);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
