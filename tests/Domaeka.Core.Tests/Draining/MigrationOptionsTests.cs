using Domaeka.Core.Draining;

namespace Domaeka.Core.Tests.Draining;

public sealed class MigrationOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreValid() =>
        Assert.True(new MigrationOptionsValidator().Validate(null, new MigrationOptions()).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_NamesEverything()
    {
        var result = new MigrationOptionsValidator().Validate(null, new MigrationOptions
        {
            PhonesPerSecond = 0,
            MigrateAfter = TimeSpan.FromHours(2),
            SettleTime = TimeSpan.FromSeconds(-1),
            CloseGrace = TimeSpan.Zero,
        });

        Assert.Equal(
            ["Migration:PhonesPerSecond", "Migration:MigrateAfter", "Migration:SettleTime", "Migration:CloseGrace"],
            result.Failures!.Select(failure => failure.Split(' ')[0]));
    }
}
