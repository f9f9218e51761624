namespace Domaeka.Api.Configuration;

/// <summary>The configuration is wrong, and the host was not built. Says everything that is wrong at once.</summary>
/// <param name="problems">One sentence for each problem, naming the key, the given value and what is allowed.</param>
public sealed class ConfigurationException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One sentence for each problem, naming the key, the given value and what is allowed.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
