namespace Domaeka.Api.Health;

/// <summary>Whether the server is ready, and if not, why.</summary>
/// <param name="Checks">Every check.</param>
internal sealed record ReadinessReport(IReadOnlyList<ReadinessCheck> Checks)
{
    /// <summary>Every check holds.</summary>
    public bool IsReady => Checks.All(check => check.Ok);

    /// <summary>What is wrong, in one line; empty when nothing is.</summary>
    public string Reasons => string.Join("; ", Checks.Where(check => !check.Ok).Select(check => $"{check.Name}: {check.Detail}"));
}
