using Microsoft.Extensions.Options;

namespace Domaeka.Core.Sessions;

/// <summary>The ranges that <see cref="SessionTokenOptions"/> promises.</summary>
internal sealed class SessionTokenOptionsValidator : IValidateOptions<SessionTokenOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionTokenOptions options) => new OptionChecks(SessionTokenOptions.SectionName)
        .InRange(nameof(options.Lifetime), options.Lifetime, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24))
        .InRange(nameof(options.StorageTimeout), options.StorageTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10))
        .Result();
}
