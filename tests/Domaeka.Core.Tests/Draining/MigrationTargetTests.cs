using Domaeka.Core.Connections;
using Domaeka.Core.Draining;
using Domaeka.Core.Leases;

namespace Domaeka.Core.Tests.Draining;

public sealed class MigrationTargetTests
{
    [Theory]
    [InlineData("bots.example.com")]
    [InlineData("bots-2.example.com.")]
    [InlineData("localhost")]
    [InlineData("10.0.0.7")]
    [InlineData("127.0.0.1")]
    [InlineData("2001:db8::1")]
    public void IsValidHost_NameOrAddress_IsTrue(string host) => Assert.True(MigrationTarget.IsValidHost(host));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a_b")]
    [InlineData("-a.example.com")]
    [InlineData("a..b")]
    [InlineData("서버.example.com")]
    [InlineData("a\"}")]
    [InlineData("a\n")]
    [InlineData("host:1490")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("ff02::1")]
    [InlineData("7")]
    [InlineData("10.0.7")]
    [InlineData("10.0.0.256")]
    public void IsValidHost_AnythingElse_IsFalse(string? host) => Assert.False(MigrationTarget.IsValidHost(host));

    [Fact]
    public void IsValidHost_TooLong_IsFalse()
    {
        var longest = string.Join('.', Enumerable.Repeat(new string('a', 39), 5)) + ".";

        Assert.Equal(MigrationTarget.MaxHostLength, longest.Length);
        Assert.True(MigrationTarget.IsValidHost(longest));
        Assert.False(MigrationTarget.IsValidHost("a" + longest));
    }

    [Fact]
    public void MigrationMail_AnyOrder_ComesBackAndFits()
    {
        MigrationOrder[] orders =
        [
            new() { Target = new MigrationTarget("10.0.0.7", 1) },
            new() { Target = new MigrationTarget("2001:db8::1", 65_535), PhonesPerSecond = 1_000 },
            new() { Target = new MigrationTarget(new string('a', 39), 1490), MigrateAfter = TimeSpan.Zero },
            new()
            {
                Target = new MigrationTarget(string.Join('.', Enumerable.Repeat(new string('a', 39), 5)) + ".", 65_535),
                PhonesPerSecond = 1_000,
                MigrateAfter = TimeSpan.FromSeconds(3599.1234567),
            },
        ];
        foreach (var order in orders)
        {
            var written = MigrationMail.Write(order);
            Assert.InRange(written.Length, 1, 255);
            Assert.Equal(order, MigrationMail.TryRead(written));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("60")]
    [InlineData("0 - - a")]
    [InlineData("65536 - - a")]
    [InlineData("1490 0 - a")]
    [InlineData("1490 1001 - a")]
    [InlineData("1490 - -1 a")]
    [InlineData("1490 - 3601 a")]
    [InlineData("1490 - 1e9 a")]
    [InlineData("1490 - - a_b")]
    [InlineData("1490 - - a b")]
    public void TryReadMail_NoOrder_IsNull(string? argument) => Assert.Null(MigrationMail.TryRead(argument));
}
