using Microsoft.Extensions.Options;

namespace Domaeka.Core.Draining;

/// <summary>The ranges that <see cref="MigrationOptions"/> promises; section <c>Migration</c>.</summary>
internal sealed class MigrationOptionsValidator : IValidateOptions<MigrationOptions>
{
    public ValidateOptionsResult Validate(string? name, MigrationOptions options) => new OptionChecks("Migration")
        .InRange(nameof(options.PhonesPerSecond), options.PhonesPerSecond, 1, MigrationOrder.MaxPhonesPerSecond)
        .InRange(nameof(options.MigrateAfter), options.MigrateAfter, TimeSpan.Zero, MigrationOrder.MaxMigrateAfter)
        .InRange(nameof(options.SettleTime), options.SettleTime, TimeSpan.Zero, TimeSpan.FromMinutes(5))
        .InRange(nameof(options.CloseGrace), options.CloseGrace, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .Result();
}
