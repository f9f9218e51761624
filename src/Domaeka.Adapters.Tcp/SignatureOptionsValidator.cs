using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp;

/// <summary>Checks <see cref="SignatureOptions"/> without ever repeating a secret in an error.</summary>
internal sealed class SignatureOptionsValidator : IValidateOptions<SignatureOptions>
{
    private static readonly TimeSpan LongestSkew = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SignatureOptions options)
    {
        var errors = new List<string>();
        if (options.Salt is null)
            errors.Add("Signature:Salt must not be null; leave it empty when the scripts use none.");
        if (!options.IsRequired && !string.IsNullOrEmpty(options.Salt))
            errors.Add("Signature:Salt is set but Signature:SecretKey is not: nothing could be verified.");
        if (options.ClockSkew <= TimeSpan.Zero || options.ClockSkew > LongestSkew)
            errors.Add($"Signature:ClockSkew must be more than 0 and at most {LongestSkew}, but is {options.ClockSkew}.");

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
