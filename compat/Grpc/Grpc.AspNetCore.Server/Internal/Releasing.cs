namespace Grpc.AspNetCore.Server.Internal;

internal static class Releasing
{
    /// <summary>Disposes of an object that was made for a call.</summary>
    public static ValueTask DisposeAsync(object instance)
    {
        switch (instance)
        {
            case IAsyncDisposable disposable:
                return disposable.DisposeAsync();
            case IDisposable disposable:
                disposable.Dispose();
                return ValueTask.CompletedTask;
            default:
                return ValueTask.CompletedTask;
        }
    }
}
