using Domaeka.Api.Resources;
using FluentValidation;

namespace Domaeka.Api.Keys.Validators;

/// <summary>Rules that several requests of this service share.</summary>
internal static class KeyRules
{
    private const int MaxNameLength = 100;

    /// <summary>Required; the resource name of a key.</summary>
    public static IRuleBuilderOptions<T, string> KeyName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => ResourceNames.TryParseKey(name, out _))
        .WithMessage($"must be the resource name of a key, {ResourceNames.KeyPattern} (16 lower-case hexadecimal digits)");

    /// <summary>Required; what people call a key.</summary>
    public static IRuleBuilderOptions<T, string> KeyDisplayName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => !string.IsNullOrWhiteSpace(name) && name.Length <= MaxNameLength && !name.Any(char.IsControl))
        .WithMessage($"must have 1 to {MaxNameLength} characters that are not all blank, no control characters");
}
