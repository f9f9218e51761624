namespace Grpc.Core.Utils;

/// <summary>Checks of arguments and state.</summary>
public static class GrpcPreconditions
{
    /// <summary>Throws <see cref="ArgumentException"/> unless the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    public static void CheckArgument(bool condition)
    {
        if (!condition)
            throw new ArgumentException("The argument does not meet its condition.");
    }

    /// <summary>Throws <see cref="ArgumentException"/> unless the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="errorMessage">The message of the exception.</param>
    public static void CheckArgument(bool condition, string errorMessage)
    {
        if (!condition)
            throw new ArgumentException(errorMessage);
    }

    /// <summary>Throws <see cref="ArgumentNullException"/> for null.</summary>
    /// <typeparam name="T">The type of the reference.</typeparam>
    /// <param name="reference">The reference.</param>
    /// <returns>The reference.</returns>
    public static T CheckNotNull<T>(T reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference;
    }

    /// <summary>Throws <see cref="ArgumentNullException"/> for null.</summary>
    /// <typeparam name="T">The type of the reference.</typeparam>
    /// <param name="reference">The reference.</param>
    /// <param name="paramName">The name to put into the exception.</param>
    /// <returns>The reference.</returns>
    public static T CheckNotNull<T>(T reference, string paramName)
    {
        ArgumentNullException.ThrowIfNull(reference, paramName);
        return reference;
    }

    /// <summary>Throws <see cref="InvalidOperationException"/> unless the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    public static void CheckState(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("The object is not in the state for this.");
    }

    /// <summary>Throws <see cref="InvalidOperationException"/> unless the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="errorMessage">The message of the exception.</param>
    public static void CheckState(bool condition, string errorMessage)
    {
        if (!condition)
            throw new InvalidOperationException(errorMessage);
    }
}
