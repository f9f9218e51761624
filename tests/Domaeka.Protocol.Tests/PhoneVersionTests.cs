namespace Domaeka.Protocol.Tests;

public sealed class PhoneVersionTests
{
    [Theory]
    [InlineData("3.2.1", 3, 2, 1)]
    [InlineData("3.2.1+kko.5", 3, 2, 1)]
    [InlineData("3.3", 3, 3, 0)]
    [InlineData("3", 3, 0, 0)]
    [InlineData("3.3.0-beta.2", 3, 3, 0)]
    [InlineData("3.x", 3, 0, 0)]
    [InlineData("3.9999999", 3, 0, 0)]
    public void TryParse_Version_TakesTheLeadingNumbers(string text, int major, int minor, int patch)
    {
        Assert.True(PhoneVersion.TryParse(text, out var version));
        Assert.Equal(new PhoneVersion(major, minor, patch), version);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v3.3")]
    [InlineData(".3")]
    [InlineData("9999999")]
    public void TryParse_NoVersion_IsFalse(string? text) => Assert.False(PhoneVersion.TryParse(text, out _));

    [Fact]
    public void Compare_Versions_GoesByNumbersNotText()
    {
        Assert.True(new PhoneVersion(3, 10, 0) > new PhoneVersion(3, 9, 9));
        Assert.True(PhoneVersion.FirstMediaWait <= new PhoneVersion(3, 2, 1));
        Assert.True(new PhoneVersion(3, 2, 0) < PhoneVersion.FirstMediaWait);
        Assert.True(PhoneVersion.FirstPong >= PhoneVersion.FirstV33);
    }

    [Theory]
    [InlineData("3.2.9", WireDialect.Legacy)]
    [InlineData("3.3.0", WireDialect.V33)]
    [InlineData("4.0", WireDialect.V33)]
    [InlineData(null, WireDialect.Legacy)]
    public void DialectOf_Version_StartsV33AtThreeThree(string? version, WireDialect expected) =>
        Assert.Equal(expected, PhoneVersion.DialectOf(version));
}
