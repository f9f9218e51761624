using System.Net;
using Domaeka.Core.Guard;

namespace Domaeka.Core.Tests.Guard;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7/32", "203.0.113.7", true)]
    [InlineData("203.0.113.7/24", "203.0.113.0/24", false)]
    [InlineData("0.0.0.0/0", "0.0.0.0/0", false)]
    [InlineData("2001:db8::1", "2001:db8::/64", true)]
    [InlineData("2001:DB8:0:0:1::1/48", "2001:db8::/48", false)]
    [InlineData("2001:db8::1/128", "2001:db8::1/128", false)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("::ffff:203.0.113.7/120", "203.0.113.0/24", false)]
    public void TryParse_AddressOrNetwork_IsCutAndWrittenInOneWay(string text, string expected, bool isSingle)
    {
        Assert.True(ClientNetwork.TryParse(text, out var network));

        Assert.Equal(expected, ClientNetwork.ToText(network));
        Assert.Equal(isSingle, ClientNetwork.IsSingle(network));
        Assert.True(ClientNetwork.TryParse(expected, out var again));
        Assert.Equal(network, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("10.1")]
    [InlineData("1")]
    [InlineData("203.0.113.7/33")]
    [InlineData("203.0.113.7/-1")]
    [InlineData("203.0.113.7/ 8")]
    [InlineData("203.0.113.7/")]
    [InlineData("2001:db8::/129")]
    [InlineData("::ffff:203.0.113.7/95")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("example.com")]
    [InlineData("0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000")]
    public void TryParse_AnythingElse_False(string? text) => Assert.False(ClientNetwork.TryParse(text, out _));

    [Fact]
    public void Of_ScopedAddress_LosesItsScope() =>
        Assert.Equal("fe80::/64", ClientNetwork.ToText(ClientNetwork.Of(IPAddress.Parse("fe80::1%3"))));
}
