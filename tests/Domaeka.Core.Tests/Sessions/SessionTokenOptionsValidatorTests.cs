using Domaeka.Core.Sessions;

namespace Domaeka.Core.Tests.Sessions;

public sealed class SessionTokenOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_AreValid() => Assert.True(new SessionTokenOptionsValidator().Validate(null, new SessionTokenOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_NamesEverythingAtOnce()
    {
        var result = new SessionTokenOptionsValidator().Validate(
            null, new SessionTokenOptions { Lifetime = TimeSpan.FromSeconds(59), StorageTimeout = TimeSpan.FromMinutes(1) });

        Assert.Equal(2, result.Failures!.Count());
        Assert.Contains(result.Failures!, failure => failure.Contains("Sessions:Lifetime", StringComparison.Ordinal));
        Assert.Contains(result.Failures!, failure => failure.Contains("Sessions:StorageTimeout", StringComparison.Ordinal));
    }
}
