using Microsoft.Extensions.Options;

namespace Domaeka.Api.Configuration;

/// <summary>Checks <see cref="DataOptions"/>.</summary>
internal sealed class DataOptionsValidator : IValidateOptions<DataOptions>
{
    public ValidateOptionsResult Validate(string? name, DataOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Directory) || options.Directory.Contains('\0', StringComparison.Ordinal))
            return ValidateOptionsResult.Fail("Data:Directory is empty; allowed: the path of a directory.");

        return File.Exists(options.Directory)
            ? ValidateOptionsResult.Fail($"Data:Directory is \"{options.Directory}\", which is a file; allowed: the path of a directory.")
            : ValidateOptionsResult.Success;
    }
}
