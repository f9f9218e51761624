namespace Domaeka.Core.Commands;

/// <summary>Whether calls of a command go through.</summary>
public enum CircuitState
{
    /// <summary>The command calls nobody, so no circuit breaker stands around it.</summary>
    None,

    /// <summary>They do.</summary>
    Closed,

    /// <summary>What it calls has failed too often: calls are refused for a while.</summary>
    Open,

    /// <summary>The while is over: one call goes through as a trial, the others are refused until it has ended.</summary>
    HalfOpen,
}
