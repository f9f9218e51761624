namespace Grpc.Core;

/// <summary>Carries deadline and cancellation of a server call to the calls that are made for it.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
