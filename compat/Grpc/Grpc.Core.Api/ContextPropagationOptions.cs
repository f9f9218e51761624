namespace Grpc.Core;

/// <summary>What a <see cref="ContextPropagationToken"/> carries.</summary>
public class ContextPropagationOptions
{
    /// <summary>Both deadline and cancellation.</summary>
    public static readonly ContextPropagationOptions Default = new();

    /// <summary>Creates the options.</summary>
    /// <param name="propagateDeadline">Whether the deadline goes along; default true.</param>
    /// <param name="propagateCancellation">Whether the cancellation goes along; default true.</param>
    public ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
    {
        IsPropagateDeadline = propagateDeadline;
        IsPropagateCancellation = propagateCancellation;
    }

    /// <summary>Whether the deadline goes along.</summary>
    public bool IsPropagateDeadline { get; }

    /// <summary>Whether the cancellation goes along.</summary>
    public bool IsPropagateCancellation { get; }
}
