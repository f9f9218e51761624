using System.Net;
using Domaeka.Adapters.Tcp.Tls;

namespace Domaeka.Adapters.Tcp.Tests.Tls;

public sealed class HandshakeGateTests
{
    private static readonly IPAddress One = IPAddress.Parse("203.0.113.1");
    private static readonly IPAddress Other = IPAddress.Parse("203.0.113.2");

    [Fact]
    public void TryEnter_OneAddress_IsBoundedAndLeavesTheOthersTheirPlaces()
    {
        var gate = new HandshakeGate(100, 2);

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => gate.TryEnter(One)));
        Assert.True(gate.TryEnter(Other));
        gate.Leave(One);
        Assert.True(gate.TryEnter(One));
        Assert.Equal(3, gate.UnderWay);
    }

    [Fact]
    public void TryEnter_Full_IsBoundedOverAllAddressesLoopbackIncluded()
    {
        var gate = new HandshakeGate(2, 2);

        Assert.True(gate.TryEnter(IPAddress.Loopback));
        Assert.True(gate.TryEnter(null));
        Assert.False(gate.TryEnter(IPAddress.Loopback));
        Assert.False(gate.TryEnter(One));
        gate.Leave(null);
        Assert.True(gate.TryEnter(One));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void TryEnter_Loopback_IsNotBoundedByAddress(string address)
    {
        var gate = new HandshakeGate(100, 1);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(gate.TryEnter(IPAddress.Parse(address))));
    }
}
