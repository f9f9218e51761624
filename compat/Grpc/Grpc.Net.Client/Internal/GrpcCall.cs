using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// One call. It ends once, with the first status that is known: from the response, the deadline, a cancellation, disposal
/// or a failure of the transport.
/// </summary>
internal sealed class GrpcCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private const string StartFailure = "Error starting gRPC call.";

    // A timer takes 49 days at most; a deadline may be years away.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly GrpcChannel _channel;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<Status> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<HttpResponseMessage> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTime _deadline;
    private TaskCompletionSource<TResponse>? _single;
    private ResponseStreamReader<TRequest, TResponse>? _reader;
    private StreamingContent? _streamingContent;
    private ICompressionProvider? _compression;
    private string? _requestEncoding;
    private ITimer? _deadlineTimer;
    private CancellationTokenRegistration _cancellationRegistration;
    private HttpResponseMessage? _response;
    private Task<Metadata>? _responseHeaders;
    private Metadata? _trailers;
    private volatile bool _responseFinished;
    private volatile bool _disposed;

    public GrpcCall(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options)
    {
        if (options.Deadline is { } deadline
            && deadline != DateTime.MaxValue
            && deadline != DateTime.MinValue
            && deadline.Kind != DateTimeKind.Utc)
        {
            throw new InvalidOperationException("Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue.");
        }

        _channel = channel;
        _deadline = options.Deadline ?? DateTime.MaxValue;
        Method = method;
        Options = options;
        channel.Register(this);
    }

    public Method<TRequest, TResponse> Method { get; }

    public CallOptions Options { get; }

    public CancellationToken CancellationToken => _cancellation.Token;

    /// <summary>The status, once the call is over.</summary>
    public Status? EndStatus => _end.Task.IsCompletedSuccessfully ? _end.Task.Result : null;

    public static Task<Metadata> GetResponseHeaders(object call) => ((GrpcCall<TRequest, TResponse>)call).ResponseHeaders();

    public static Status GetStatus(object call) => ((GrpcCall<TRequest, TResponse>)call).EndStatus
        ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    public static Metadata GetTrailers(object call) => ((GrpcCall<TRequest, TResponse>)call).ReadTrailers()
        ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");

    public static void Dispose(object call) => ((GrpcCall<TRequest, TResponse>)call).Dispose();

    public Task<TResponse> StartUnary(TRequest request)
    {
        _single = new TaskCompletionSource<TResponse>();
        _ = RunAsync(new UnaryContent<TRequest, TResponse>(this, request));
        return _single.Task;
    }

    public IAsyncStreamReader<TResponse> StartServerStreaming(TRequest request)
    {
        _reader = new ResponseStreamReader<TRequest, TResponse>(this);
        _ = RunAsync(new UnaryContent<TRequest, TResponse>(this, request));
        return _reader;
    }

    public (IClientStreamWriter<TRequest> Requests, Task<TResponse> Response) StartClientStreaming()
    {
        _single = new TaskCompletionSource<TResponse>();
        _streamingContent = new StreamingContent();
        var writer = new RequestStreamWriter<TRequest, TResponse>(this, _streamingContent);
        _ = RunAsync(_streamingContent);
        return (writer, _single.Task);
    }

    public (IClientStreamWriter<TRequest> Requests, IAsyncStreamReader<TResponse> Responses) StartDuplexStreaming()
    {
        _reader = new ResponseStreamReader<TRequest, TResponse>(this);
        _streamingContent = new StreamingContent();
        var writer = new RequestStreamWriter<TRequest, TResponse>(this, _streamingContent);
        _ = RunAsync(_streamingContent);
        return (writer, _reader);
    }

    public void Dispose()
    {
        _disposed = true;
        End(new Status(StatusCode.Cancelled, "gRPC call disposed."));
        Observe(_single?.Task);
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>Writes one request.</summary>
    public async Task WriteMessageAsync(
        Stream body,
        TRequest message,
        WriteOptions? writeOptions,
        CancellationToken cancellationToken)
    {
        var plain = writeOptions is not null && writeOptions.Flags.HasFlag(WriteFlags.NoCompress);
        if (_requestEncoding is not null && _compression is null && !plain)
            throw new InvalidOperationException($"Could not find compression provider for '{_requestEncoding}'.");

        using var context = new RequestSerializationContext(_channel.MaxSendMessageSize);
        var bytes = context.Serialize(message, Method.RequestMarshaller.ContextualSerializer, plain ? null : _compression);
        await body.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets a token of a single read or write cancel the call.</summary>
    public CancellationTokenRegistration CancelWith(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled && cancellationToken != Options.CancellationToken
            ? cancellationToken.UnsafeRegister(static (state, token) => ((GrpcCall<TRequest, TResponse>)state!).CancelBy(token), this)
            : default;

    /// <summary>The response was read to its end: its trailers decide.</summary>
    public Status FinishResponse()
    {
        if (EndStatus is { } known)
            return known;

        var status = ResponseHead.ReadTrailingStatus(_response!);
        _responseFinished = true;
        _end.TrySetResult(status);
        CleanUp();
        return EndStatus!.Value;
    }

    /// <summary>What a write or read throws when the call is over already; null: it is not.</summary>
    public Exception? TryGetEndException(CancellationToken cancellationToken)
    {
        if (EndStatus is not { } status)
            return null;
        return CancellationToken.IsCancellationRequested && ThrowsCancellation(status)
            ? new OperationCanceledException(CancelledToken(cancellationToken))
            : ToRpcException(status);
    }

    /// <summary>What to throw for a status that the server sent.</summary>
    public Exception Failed(Status status) =>
        ThrowsCancellation(status) ? new OperationCanceledException() : ToRpcException(status);

    /// <summary>What to throw when a wait was cancelled; ends the call if that has not happened yet.</summary>
    public Exception Cancelled(OperationCanceledException exception, CancellationToken cancellationToken)
    {
        End(new Status(StatusCode.Cancelled, exception.Message, exception));
        var status = EndStatus!.Value;
        return ThrowsCancellation(status)
            ? new OperationCanceledException(exception.Message, exception, CancelledToken(cancellationToken))
            : ToRpcException(status);
    }

    /// <summary>Ends the call because of a failure and gives what to throw.</summary>
    public Exception Break(string summary, Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
            return Cancelled(cancelled, CancellationToken.None);

        if (EndStatus is { } known && !(exception is RpcException))
        {
            // The call was ended here; what failed is only the consequence.
            return Failed(known);
        }

        var status = exception is RpcException rpc ? rpc.Status : TransportFailure.ToStatus(summary, exception);

        // A server may end the stream at the deadline, in one way or another, before the timer on this side fires.
        if (exception is not RpcException && status.StatusCode is StatusCode.Cancelled or StatusCode.Internal && _deadline <= UtcNow())
            status = new Status(StatusCode.DeadlineExceeded, status.Detail, status.DebugException);
        End(status);
        return exception is RpcException ? exception : Failed(status);
    }

    public RpcException ToRpcException(Status status)
    {
        Metadata? trailers = null;
        try
        {
            trailers = ReadTrailers();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            Log.InvalidTrailers(_channel.Logger, Method.FullName, exception);
        }

        return new RpcException(status, trailers ?? Metadata.Empty);
    }

    private static DateTime UtcNow() => TimeProvider.System.GetUtcNow().UtcDateTime;

    private static TimeSpan Shorten(TimeSpan due) =>
        due > LongestTimer ? LongestTimer : TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(due.TotalMilliseconds)));

    // A failure that nobody awaits must not surface as an unobserved exception.
    private static void Observe(Task? task) => task?.ContinueWith(
        static faulted => _ = faulted.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private async Task RunAsync(HttpContent content)
    {
        try
        {
            var request = CreateRequest(content);
            WatchForEnd();
            Log.Starting(_channel.Logger, Method.FullName);
            if (_channel.SendCallCredentials && (Options.Credentials is not null || _channel.CallCredentials.Count > 0))
            {
                IEnumerable<CallCredentials> credentials = Options.Credentials is { } own
                    ? [own, .. _channel.CallCredentials]
                    : _channel.CallCredentials;
                await CredentialHeaders.AddAsync(request.Headers, _channel.Address, Method, credentials, CancellationToken)
                    .ConfigureAwait(false);
            }

            CancellationToken.ThrowIfCancellationRequested();
            _response = _channel.HttpInvoker is HttpClient client
                ? await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, CancellationToken).ConfigureAwait(false)
                : await _channel.HttpInvoker.SendAsync(request, CancellationToken).ConfigureAwait(false);
            await ReceiveAsync(_response).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failure = Break(StartFailure, exception);
            Log.Failed(_channel.Logger, Method.FullName, failure);
            _head.TrySetException(failure);
            Observe(_head.Task);
            FailSingle(failure);
        }
    }

    private async Task ReceiveAsync(HttpResponseMessage response)
    {
        var status = ResponseHead.Judge(response, out var trailers);
        if (status is { } early)
        {
            // One response is due: a status of OK without it breaks the protocol.
            if (_single is not null && early.StatusCode == StatusCode.OK)
                early = new Status(StatusCode.Internal, "Failed to deserialize response message. The response header contains a gRPC status of OK, which means any message returned to the client for this call should be ignored. A unary or client streaming gRPC call must have a response message, which makes this response invalid.");

            _trailers = trailers;
            _responseFinished = true;
            _end.TrySetResult(early);
            _head.TrySetResult(response);
            _reader?.Begin(null);
            CleanUp();
            FailSingle(Failed(EndStatus!.Value));
            return;
        }

        _head.TrySetResult(response);
        var body = await response.Content.ReadAsStreamAsync(CancellationToken).ConfigureAwait(false);
        var reader = new ResponseReader(
            body,
            ResponseHead.ReadEncoding(response),
            _channel.MaxReceiveMessageSize,
            _channel.CompressionProviders);
        if (_reader is not null)
        {
            _reader.Begin(reader);
            if (CancellationToken.IsCancellationRequested)
                response.Dispose();
            return;
        }

        var message = await reader
            .ReadAsync(Method.ResponseMarshaller.ContextualDeserializer, CancellationToken)
            .ConfigureAwait(false);
        if (message is not null)
            await reader.ReadEndAsync(CancellationToken).ConfigureAwait(false);

        var trailing = ResponseHead.ReadTrailingStatus(response);
        if (message is null && trailing.StatusCode == StatusCode.OK)
            trailing = new Status(StatusCode.Internal, "Failed to deserialize response message.");
        _responseFinished = true;
        _end.TrySetResult(trailing);
        CleanUp();

        var end = EndStatus!.Value;
        if (end.StatusCode == StatusCode.OK)
            _single!.TrySetResult(message!);
        else
            FailSingle(Failed(end));
    }

    private HttpRequestMessage CreateRequest(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _channel.UriOf(Method))
        {
            Version = _channel.HttpVersion,
            VersionPolicy = _channel.HttpVersionPolicy,
            Content = content,
        };
        RequestHeaders.AddStandard(request.Headers, _channel.AcceptEncoding);
        _requestEncoding = RequestHeaders.AddCustom(request.Headers, Options.Headers);
        if (_requestEncoding is not null)
            _channel.CompressionProviders.TryGetValue(_requestEncoding, out _compression);
        if (_deadline != DateTime.MaxValue)
            RequestHeaders.AddTimeout(request.Headers, _deadline - UtcNow());
        return request;
    }

    private void WatchForEnd()
    {
        if (_deadline != DateTime.MaxValue)
        {
            var remaining = _deadline - UtcNow();
            if (remaining <= TimeSpan.Zero)
            {
                EndByDeadline();
                return;
            }

            // Unarmed first: the callback needs the field.
            _deadlineTimer = TimeProvider.System.CreateTimer(
                static state => ((GrpcCall<TRequest, TResponse>)state!).OnDeadlineTimer(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
            _deadlineTimer.Change(Shorten(remaining), Timeout.InfiniteTimeSpan);
        }

        if (Options.CancellationToken.CanBeCanceled)
        {
            _cancellationRegistration = Options.CancellationToken.UnsafeRegister(
                static (state, token) => ((GrpcCall<TRequest, TResponse>)state!).CancelBy(token),
                this);
        }

        // Ended in between, by the timer or by Dispose: nobody else cleans up what was made here.
        if (_end.Task.IsCompleted)
            CleanUp();
    }

    private void OnDeadlineTimer()
    {
        var remaining = _deadline - UtcNow();
        if (remaining > TimeSpan.Zero)
            _deadlineTimer?.Change(Shorten(remaining), Timeout.InfiniteTimeSpan);
        else
            EndByDeadline();
    }

    private void EndByDeadline()
    {
        if (End(new Status(StatusCode.DeadlineExceeded, "")))
            Log.DeadlineExceeded(_channel.Logger, Method.FullName);
    }

    private void CancelBy(CancellationToken cancellationToken) => End(new Status(
        StatusCode.Cancelled,
        "Call canceled by the client.",
        new OperationCanceledException(cancellationToken)));

    /// <summary>Ends the call from this side. False: it is over already.</summary>
    private bool End(Status status)
    {
        var first = _end.TrySetResult(status);
        if (!_responseFinished && !_cancellation.IsCancellationRequested)
        {
            // The token stops a request that has no response yet; disposing of the response resets the stream later.
            _cancellation.Cancel();
        }

        CleanUp();
        return first;
    }

    private void CleanUp()
    {
        _channel.Unregister(this);
        _cancellationRegistration.Unregister();
        _deadlineTimer?.Dispose();
        _streamingContent?.Abort();
        _reader?.Abort();
        _response?.Dispose();
    }

    private void FailSingle(Exception failure)
    {
        if (_single is null)
            return;

        if (failure is OperationCanceledException cancelled)
        {
            _single.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _single.TrySetException(failure);
            if (EndStatus is { StatusCode: StatusCode.Cancelled or StatusCode.DeadlineExceeded })
                Observe(_single.Task);
        }
    }

    private async Task<Metadata> ReadHeadersAsync()
    {
        var response = await _head.Task.ConfigureAwait(false);

        // A status in the headers is the end of the call: whoever awaits them may ask for the status next.
        if (ResponseHead.HasStatus(response))
            await _end.Task.ConfigureAwait(false);
        return ResponseHead.ReadMetadata(response.Headers);
    }

    private Task<Metadata> ResponseHeaders()
    {
        if (_responseHeaders is null)
        {
            _responseHeaders = ReadHeadersAsync();
            Observe(_responseHeaders);
            Observe(_single?.Task);
        }

        return _responseHeaders;
    }

    private Metadata? ReadTrailers()
    {
        if (_trailers is null && _responseFinished && _response is not null)
            _trailers = ResponseHead.ReadMetadata(_response.TrailingHeaders);
        return _trailers;
    }

    private bool ThrowsCancellation(Status status) =>
        _channel.ThrowOperationCanceledOnCancellation
        && (status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded);

    private CancellationToken CancelledToken(CancellationToken ofOperation)
    {
        if (ofOperation.IsCancellationRequested)
            return ofOperation;
        if (Options.CancellationToken.IsCancellationRequested)
            return Options.CancellationToken;
        return CancellationToken.IsCancellationRequested ? CancellationToken : CancellationToken.None;
    }
}
