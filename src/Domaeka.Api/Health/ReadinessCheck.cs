namespace Domaeka.Api.Health;

/// <summary>One thing that must hold before the server is ready.</summary>
/// <param name="Name">Such as <c>storage</c>.</param>
/// <param name="Ok">It holds.</param>
/// <param name="Detail">What is wrong, without secrets and paths; null when nothing is.</param>
internal sealed record ReadinessCheck(string Name, bool Ok, string? Detail);
