using Microsoft.Extensions.Options;

namespace Domaeka.Core.Sessions;

/// <summary>The ranges that <see cref="SessionOptions"/> promises.</summary>
internal sealed class SessionOptionsValidator : IValidateOptions<SessionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionOptions options) => new OptionChecks(SessionOptions.SectionName)
        .InRange(nameof(options.Lifetime), options.Lifetime, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24))
        .InRange(nameof(options.StorageTimeout), options.StorageTimeout, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10))
        .Result();
}
