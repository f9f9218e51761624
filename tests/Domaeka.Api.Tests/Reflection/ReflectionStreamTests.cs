using Domaeka.Api.Errors;
using Domaeka.Api.Reflection;
using Domaeka.Api.Tests.Support;
using Domaeka.TestKit;
using Google.Rpc;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.Extensions.Hosting;

namespace Domaeka.Api.Tests.Reflection;

public sealed class ReflectionStreamTests : IAsyncStreamReader<ServerReflectionRequest>, IHostApplicationLifetime, IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _callEnded = new();

    public ServerReflectionRequest Current => throw new InvalidOperationException("Nothing was asked.");

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    [Fact]
    public async Task ServeAsync_NothingAsked_EndsInTime()
    {
        var serving = ServeAsync();
        _clock.Advance(ReflectionStream.IdleTimeout - TimeSpan.FromTicks(1));
        Assert.False(serving.IsCompleted);

        _clock.Advance(TimeSpan.FromTicks(1));

        await serving.DefaultTimeout();
    }

    [Fact]
    public async Task ServeAsync_ServerStops_IsUnavailable()
    {
        var serving = ServeAsync();

        await _stopping.CancelAsync();

        var exception = await Assert.ThrowsAsync<RpcException>(() => serving.DefaultTimeout());
        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.Equal(ErrorReasons.ServerStopping, RpcAssert.Detail<ErrorInfo>(exception).Reason);
    }

    [Fact]
    public async Task ServeAsync_CallerHangsUp_IsCancelled()
    {
        var serving = ServeAsync();

        await _callEnded.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving.DefaultTimeout());
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
        return false;
    }

    void IHostApplicationLifetime.StopApplication() => throw new InvalidOperationException("Nobody asked for this.");

    public void Dispose()
    {
        _stopping.Dispose();
        _callEnded.Dispose();
    }

    private Task ServeAsync() => new ReflectionStream(this, _clock).ServeAsync<ServerReflectionRequest, ServerReflectionResponse>(
        this, null!, request => request, response => response, _callEnded.Token);
}
