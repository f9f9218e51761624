using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// Watches the deadline of a call. Either the call ends or the deadline passes, never both: whoever claims the call first
/// answers the client.
/// </summary>
internal sealed class CallDeadline : IAsyncDisposable
{
    private const int Running = 0;
    private const int Ended = 1;
    private const int Exceeded = 2;

    // RFC 9113, section 7: CANCEL (0x8); RFC 9114, section 8.1: H3_REQUEST_CANCELLED (0x10c).
    private const int Http2Cancel = 0x8;
    private const int Http3Cancel = 0x10c;

    // A timer takes 49 days at most; a deadline may be years away.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    // How long the status may take to leave, when the client does not read, before the stream is reset regardless.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Status Status = new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    private readonly HttpContextServerCallContext _call;
    private readonly CancellationTokenSource _cancellation;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private int _state;

    public CallDeadline(HttpContextServerCallContext call, TimeSpan timeout)
    {
        _call = call;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.HttpContext.RequestAborted);
        Token = _cancellation.Token;
        Deadline = TimeProvider.System.GetUtcNow().UtcDateTime + timeout;
        _timer = TimeProvider.System.CreateTimer(
            static state => ((CallDeadline)state!).OnTimer(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>The instant (UTC) at which the client gives up.</summary>
    public DateTime Deadline { get; }

    /// <summary>Fires at the deadline and when the client goes away.</summary>
    public CancellationToken Token { get; }

    /// <summary>Starts the watch.</summary>
    public void Arm() =>
        _timer.Change(Shorten(Deadline - TimeProvider.System.GetUtcNow().UtcDateTime), Timeout.InfiniteTimeSpan);

    /// <summary>Claims the call for its own end. False: the deadline has passed and has answered.</summary>
    public bool TryEndCall() => Interlocked.CompareExchange(ref _state, Ended, Running) != Exceeded;

    public async ValueTask DisposeAsync()
    {
        // The request must not be recycled while the deadline still answers it.
        if (Volatile.Read(ref _state) == Exceeded)
            await _answered.Task;
        await _timer.DisposeAsync();
        _cancellation.Dispose();
    }

    private static TimeSpan Shorten(TimeSpan due) =>
        due > LongestTimer ? LongestTimer : TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(due.TotalMilliseconds)));

    private void OnTimer()
    {
        var remaining = Deadline - TimeProvider.System.GetUtcNow().UtcDateTime;
        if (remaining > TimeSpan.Zero)
        {
            // Refused when the call ended in the meantime.
            _timer.Change(Shorten(remaining), Timeout.InfiniteTimeSpan);
            return;
        }

        if (Interlocked.CompareExchange(ref _state, Exceeded, Running) == Running)
            _ = AnswerAsync();
    }

    private async Task AnswerAsync()
    {
        try
        {
            Log.DeadlineExceeded(_call.Logger, _call.Method);

            // The handler learns of it first, so that a write which waits for the client lets go of the response.
            var cancelling = _cancellation.CancelAsync();
            await SendStatusAsync().WaitAsync(Grace, TimeProvider.System);
            await cancelling;
        }
        catch (Exception exception)
        {
            Log.DeadlineNotSent(_call.Logger, _call.Method, exception);
        }
        finally
        {
            Reset();
            _answered.TrySetResult();
        }
    }

    private async Task SendStatusAsync()
    {
        await _call.CloseWritesAsync();
        _call.SendStatus(Status);
        if (_call.HttpContext.Features.Get<IHttpResponseBodyFeature>() is { } body)
            await body.CompleteAsync();
    }

    private void Reset()
    {
        var httpContext = _call.HttpContext;
        if (httpContext.Features.Get<IHttpResetFeature>() is { } reset)
            reset.Reset(HttpProtocol.IsHttp3(httpContext.Request.Protocol) ? Http3Cancel : Http2Cancel);
        else
            httpContext.Abort();
    }
}
