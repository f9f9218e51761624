using Microsoft.Extensions.Options;

namespace Domaeka.Core;

/// <summary>Gathers everything that is wrong with an options object, each by its configuration key.</summary>
internal sealed class OptionChecks(string section)
{
    private readonly List<string> _errors = [];

    public OptionChecks InRange(string name, int value, int minimum, int maximum) =>
        Require(value >= minimum && value <= maximum, name, value, $"{minimum} to {maximum}");

    public OptionChecks InRange(string name, TimeSpan value, TimeSpan minimum, TimeSpan maximum) =>
        Require(value >= minimum && value <= maximum, name, value, $"{minimum} to {maximum}");

    public OptionChecks Require(bool condition, string name, object? value, string allowed)
    {
        if (!condition)
            _errors.Add($"{section}:{name} is '{value}'; allowed: {allowed}.");
        return this;
    }

    public ValidateOptionsResult Result() => _errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_errors);
}
