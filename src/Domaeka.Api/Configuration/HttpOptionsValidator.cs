using Microsoft.Extensions.Options;

namespace Domaeka.Api.Configuration;

/// <summary>Checks <see cref="HttpOptions"/>.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options) => options.Port is < 0 or > ushort.MaxValue
        ? ValidateOptionsResult.Fail($"Http:Port is {options.Port}; allowed: 0 to 65535.")
        : ValidateOptionsResult.Success;
}
