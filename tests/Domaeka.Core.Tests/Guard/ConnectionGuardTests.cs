using System.Net;
using Domaeka.Core.Guard;
using static Domaeka.Core.Guard.ConnectionVerdict;

namespace Domaeka.Core.Tests.Guard;

public sealed class ConnectionGuardTests
{
    private const string Stranger = "203.0.113.7";
    private const string Office = "198.51.100.20";

    [Fact]
    public void Enter_TenConnectionsEndedUnverifiedWithinAMinute_BlocksTheAddressForAnHour()
    {
        using var rig = new GuardRig();
        rig.Fail(Stranger, 9);
        Assert.Equal(Admitted, rig.Try(Stranger));
        rig.Fail(Stranger, 1);

        Assert.Equal(Blocked, rig.Try(Stranger));
        Assert.Equal(Admitted, rig.Try("203.0.113.8"));
        rig.Clock.Advance(TimeSpan.FromMinutes(59.9));
        Assert.Equal(Blocked, rig.Try(Stranger));
        rig.Clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.Equal(Admitted, rig.Try(Stranger));
        Assert.Equal(2, rig.Guard.RefusedBlocked);
        Assert.Equal(10, rig.Guard.EndedUnverified);
    }

    [Fact]
    public void Enter_RefusedScriptRetriesEveryFourSeconds_IsBlockedWithinAMinute()
    {
        using var rig = new GuardRig();
        var tries = 0;
        while (rig.Fail(Stranger) == Admitted)
        {
            tries++;
            rig.Clock.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(10, tries);
    }

    [Fact]
    public void Enter_FailuresFurtherApart_BlockNobody()
    {
        using var rig = new GuardRig();
        for (var i = 0; i < 100; i++)
        {
            rig.Fail(Stranger, 1);
            rig.Clock.Advance(TimeSpan.FromSeconds(7));
        }

        Assert.Equal(Admitted, rig.Try(Stranger));
    }

    [Fact]
    public void Enter_HundredPhonesComeBackAtOnceBehindOneAddress_BlocksNobody()
    {
        using var rig = new GuardRig();
        for (var round = 0; round < 10; round++)
        {
            var passes = Enumerable.Range(0, 100).Select(_ => rig.Enter(Office)).ToArray();
            Assert.All(passes, pass => Assert.Equal(Admitted, pass.Verdict));
            foreach (var pass in passes)
                pass.MarkVerified();
            foreach (var pass in passes)
                pass.Dispose();
        }

        Assert.Equal(Admitted, rig.Try(Office));
        Assert.Equal(0, rig.Guard.EndedUnverified);
        Assert.Equal(0, rig.Guard.Unverified);
    }

    [Fact]
    public void Enter_ServersOwnRefusals_DoNotCount()
    {
        using var rig = new GuardRig();
        for (var i = 0; i < 100; i++)
            Assert.Equal(Admitted, rig.Try(Stranger));
    }

    [Fact]
    public void Enter_MoreUnverifiedThanAllowed_AreRefusedAndCount()
    {
        using var rig = new GuardRig();
        var passes = Enumerable.Range(0, 100).Select(_ => rig.Enter(Stranger)).ToArray();

        for (var i = 0; i < 10; i++)
            Assert.Equal(TooManyUnverified, rig.Try(Stranger));
        Assert.Equal(Blocked, rig.Try(Stranger));
        Assert.Equal(10, rig.Guard.RefusedUnverified);
        Assert.Equal(100, rig.Guard.Unverified);
        foreach (var pass in passes)
            pass.Dispose();
        Assert.Equal(0, rig.Guard.Unverified);
    }

    [Fact]
    public void Enter_BlockedWherePhonesWereVerifiedWithinADay_LetsAFewInAtATime()
    {
        using var rig = new GuardRig();
        rig.Verify(Office);
        rig.Fail(Office, 10);

        var few = Enumerable.Range(0, 5).Select(_ => rig.Enter(Office)).ToArray();
        Assert.All(few, pass => Assert.Equal(Admitted, pass.Verdict));
        Assert.Equal(TooManyUnverified, rig.Try(Office));

        // As each proves itself, the next comes in.
        foreach (var pass in few)
            pass.MarkVerified();
        Assert.Equal(Admitted, rig.Try(Office));
        foreach (var pass in few)
            pass.Dispose();
    }

    [Fact]
    public void Enter_PhoneIsStillThereAfterDays_AddressIsKnown()
    {
        using var rig = new GuardRig();
        using var phone = rig.Enter(Office);
        phone.MarkVerified();
        rig.Clock.Advance(TimeSpan.FromDays(3));

        rig.Fail(Office, 10);

        Assert.Equal(Admitted, rig.Try(Office));
    }

    [Fact]
    public void Enter_PhoneWasThereLongAgo_AddressIsBlockedLikeAnyOther()
    {
        using var rig = new GuardRig();
        rig.Verify(Office);
        rig.Clock.Advance(TimeSpan.FromHours(24.1));
        rig.Fail(Office, 10);

        Assert.Equal(Blocked, rig.Try(Office));
    }

    [Fact]
    public void Enter_AddressesOfOneNetwork_CountAsOne()
    {
        using var rig = new GuardRig();
        for (var i = 1; i <= 10; i++)
            rig.Fail($"2001:db8:0:1::{i:x}", 1);
        Assert.Equal(Blocked, rig.Try("2001:db8:0:1:ffff::1"));
        Assert.Equal(Admitted, rig.Try("2001:db8:0:2::1"));

        rig.Fail("::ffff:" + Stranger, 10);
        Assert.Equal(Blocked, rig.Try(Stranger));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Enter_Loopback_IsExemptUnlessSaidOtherwise(string address)
    {
        using var exempt = new GuardRig();
        using var strict = new GuardRig(new GuardOptions { ExemptLoopback = false });
        exempt.Fail(address, 50);
        strict.Fail(address, 10);

        Assert.Equal(Admitted, exempt.Try(address));
        Assert.Equal(Blocked, strict.Try(address));
        Assert.Equal(Admitted, strict.Guard.Enter(null).Verdict);
    }

    [Fact]
    public void Enter_FloodFromEverywhere_RemembersBoundedManyAddressesAndBlocks()
    {
        using var rig = new GuardRig(new GuardOptions { MaxFailuresPerAddress = 2, MaxBlocks = 100 });
        for (var i = 0; i < 120_000; i++)
        {
            var address = new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]).ToString();
            rig.Fail(address, i < 1_000 ? 2 : 1);
        }

        Assert.InRange(rig.Guard.TrackedAddresses, 1, AddressRecords.MaxIdle * 12 / 10);
        Assert.InRange(rig.Blocks.List().Count, 90, 100);
    }

    [Fact]
    public void Dispose_Twice_CountsOnce()
    {
        using var rig = new GuardRig();
        var pass = rig.Enter(Stranger);
        pass.Dispose();
        pass.Dispose();
        pass.MarkVerified();

        Assert.Equal(1, rig.Guard.EndedUnverified);
        Assert.Equal(0, rig.Guard.Unverified);
    }
}
