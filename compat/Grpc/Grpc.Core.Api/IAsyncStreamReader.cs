namespace Grpc.Core;

/// <summary>A stream of messages that is read one after another. Not safe for concurrent reads.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> reached.</summary>
    T Current { get; }

    /// <summary>Waits for the next message.</summary>
    /// <param name="cancellationToken">Gives up; on a client this cancels the whole call.</param>
    /// <returns>True when there is a message; false at the end of the stream.</returns>
    /// <exception cref="RpcException">The call failed (client).</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
