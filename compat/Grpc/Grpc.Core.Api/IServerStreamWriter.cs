namespace Grpc.Core;

/// <summary>The responses of a streaming call. They end when the handler returns.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
