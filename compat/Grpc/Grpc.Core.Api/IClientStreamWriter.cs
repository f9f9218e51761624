namespace Grpc.Core;

/// <summary>The requests of a streaming call.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Ends the requests; the server sees the end of its stream.</summary>
    Task CompleteAsync();
}
