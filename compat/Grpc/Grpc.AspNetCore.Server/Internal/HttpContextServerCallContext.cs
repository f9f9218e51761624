using System.Net.Sockets;
using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>A call that came as an HTTP request.</summary>
internal sealed class HttpContextServerCallContext(HttpContext httpContext, MethodOptions options, ILogger logger)
    : ServerCallContext, IServerCallContextFeature
{
    private static readonly AuthContext Unauthenticated = new(null, []);

    private readonly Lock _writeGate = new();
    private Task _lastWrite = Task.CompletedTask;
    private bool _writesClosed;
    private bool _endClaimed;
    private CallDeadline? _deadline;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _authContext;
    private ResponseSerializationContext? _serialization;
    private PayloadDeserializationContext? _deserialization;
    private Status _status = Status.DefaultSuccess;
    private string? _peer;

    public HttpContext HttpContext { get; } = httpContext;

    public MethodOptions Options { get; } = options;

    public ILogger Logger { get; } = logger;

    /// <summary>The compression of this call's responses; null: none.</summary>
    public string? ResponseEncoding { get; private set; }

    public PayloadDeserializationContext Deserialization => _deserialization ??= new PayloadDeserializationContext();

    ServerCallContext IServerCallContextFeature.ServerCallContext => this;

    protected override string MethodCore => HttpContext.Request.Path.Value!;

    protected override string HostCore => HttpContext.Request.Host.Value!;

    protected override string PeerCore => _peer ??= DescribePeer(HttpContext.Connection);

    protected override DateTime DeadlineCore => _deadline?.Deadline ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= RequestMetadata.Read(HttpContext.Request.Headers);

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? HttpContext.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore
    {
        get => _status;
        set => _status = value;
    }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= HttpContext.Connection.ClientCertificate is { } certificate
        ? ClientCertificateAuth.Describe(certificate)
        : Unauthenticated;

    protected override IDictionary<object, object> UserStateCore => HttpContext.Items!;

    /// <summary>Reads what the headers say of deadline and compression.</summary>
    public void Start()
    {
        HttpContext.Features.Get<IHttpActivityFeature>()?.Activity.AddTag("grpc.method", MethodCore);

        var headers = HttpContext.Request.Headers;
        if (headers.TryGetValue(GrpcProtocol.TimeoutHeader, out var timeoutHeader))
        {
            if (TimeoutHeader.TryParse(timeoutHeader, out var timeout))
                _deadline = new CallDeadline(this, timeout);
            else
                Log.InvalidTimeoutIgnored(Logger, timeoutHeader.ToString());
        }

        var algorithm = Options.ResponseCompressionAlgorithm;
        if (algorithm is not null && algorithm != GrpcProtocol.Identity && Accepts(headers, algorithm))
        {
            ResponseEncoding = algorithm;
            HttpContext.Response.Headers[GrpcProtocol.EncodingHeader] = algorithm;
        }

        // Last, so that even the shortest deadline finds the response prepared.
        _deadline?.Arm();
    }

    /// <summary>Writes the only response of a call.</summary>
    public async Task WriteSingleAsync<TResponse>(TResponse? response, Action<TResponse, SerializationContext> serializer)
        where TResponse : class
    {
        if (response is null)
            throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."));

        // From here on the deadline cannot answer in between; if it has already, there is nobody left to answer.
        if (!TryClaimEnd())
            return;

        var httpResponse = HttpContext.Response;
        if (!httpResponse.HasStarted)
            await httpResponse.StartAsync();
        Serialize(response, serializer);
    }

    /// <summary>Writes one response of a stream.</summary>
    public Task WriteStreamedAsync<TResponse>(
        TResponse response,
        Action<TResponse, SerializationContext> serializer,
        CancellationToken cancellationToken)
        where TResponse : class
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        lock (_writeGate)
        {
            if (_writesClosed || CancellationTokenCore.IsCancellationRequested)
                return Task.FromException(new InvalidOperationException("Can't write the message because the request is complete."));
            if (!_lastWrite.IsCompleted)
                return Task.FromException(new InvalidOperationException("Can't write the message because the previous write is in progress."));
            return _lastWrite = WriteAndFlushAsync(response, serializer, cancellationToken);
        }
    }

    /// <summary>Stops writing and waits for the write under way, if there is one. Never fails.</summary>
    public Task CloseWritesAsync()
    {
        lock (_writeGate)
        {
            _writesClosed = true;
            return _lastWrite.ContinueWith(
                static task => _ = task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Ends the call with the status that was set.</summary>
    public async Task EndAsync()
    {
        if (TryClaimEnd())
            SendStatus();
        await FinishAsync();
    }

    /// <summary>Ends the call with the status that an exception stands for.</summary>
    public async Task FailAsync(Exception exception, string method)
    {
        SetStatus(exception, method);
        if (TryClaimEnd())
        {
            try
            {
                SendStatus();
            }
            catch (InvalidOperationException error)
            {
                // A trailer that HTTP cannot carry. The client still gets a status.
                Log.TrailersRejected(Logger, method, error);
                _responseTrailers = null;
                _status = new Status(StatusCode.Unknown, ErrorDetail(error), error);
                SendStatus();
            }
        }

        await FinishAsync();
    }

    /// <summary>Sends a status at once, whatever the handler is doing.</summary>
    public void SendStatus(Status status)
    {
        _status = status;
        ResponseStatus.Write(HttpContext.Response, status, trailers: null);
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        lock (_writeGate)
        {
            if (HttpContext.Response.HasStarted || _writesClosed)
                throw new InvalidOperationException("Response headers can only be sent once per call.");

            foreach (var entry in responseHeaders)
            {
                if (entry.Key == GrpcProtocol.CompressionRequestKey)
                {
                    ResponseEncoding = entry.Value == GrpcProtocol.Identity ? null : entry.Value;
                    HttpContext.Response.Headers[GrpcProtocol.EncodingHeader] = entry.Value;
                }
                else
                {
                    ResponseStatus.Append(HttpContext.Response.Headers, entry, "header");
                }
            }

            return _lastWrite = HttpContext.Response.BodyWriter.FlushAsync(CancellationTokenCore).AsTask();
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Context propagation is not supported by gRPC on ASP.NET Core.");

    private static bool Accepts(IHeaderDictionary headers, string encoding)
    {
        if (!headers.TryGetValue(GrpcProtocol.AcceptEncodingHeader, out var accepted))
            return false;

        foreach (var value in accepted)
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                if (value.AsSpan(part).Trim().SequenceEqual(encoding))
                    return true;
            }
        }

        return false;
    }

    // The address syntax of gRPC: doc/naming.md.
    private static string DescribePeer(ConnectionInfo connection)
    {
        var address = connection.RemoteIpAddress;
        return address?.AddressFamily switch
        {
            null => "unknown",
            AddressFamily.InterNetwork => $"ipv4:{address}:{connection.RemotePort}",
            AddressFamily.InterNetworkV6 => $"ipv6:[{address}]:{connection.RemotePort}",
            _ => $"unknown:{address}:{connection.RemotePort}",
        };
    }

    private async Task WriteAndFlushAsync<TResponse>(
        TResponse response,
        Action<TResponse, SerializationContext> serializer,
        CancellationToken cancellationToken)
        where TResponse : class
    {
        var httpResponse = HttpContext.Response;
        if (!httpResponse.HasStarted)
            await httpResponse.StartAsync(cancellationToken);
        Serialize(response, serializer);

        if (WriteOptionsCore is { } writeOptions && writeOptions.Flags.HasFlag(WriteFlags.BufferHint))
            return;

        // A client that does not read blocks the flush: the end of the call, or the writer's own token, ends the wait.
        var callToken = CancellationTokenCore;
        using var both = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken)
            : null;
        var result = await httpResponse.BodyWriter.FlushAsync(both?.Token ?? callToken);
        if (!result.IsCompleted && (callToken.IsCancellationRequested || cancellationToken.IsCancellationRequested))
            throw new OperationCanceledException("Request aborted while sending the message.");
    }

    private void Serialize<TResponse>(TResponse response, Action<TResponse, SerializationContext> serializer)
    {
        _serialization ??= new ResponseSerializationContext(this);
        _serialization.Write(HttpContext.Response.BodyWriter, response, serializer);
    }

    private bool TryClaimEnd()
    {
        if (_endClaimed)
            return true;
        if (_deadline is not null && !_deadline.TryEndCall())
            return false;
        _endClaimed = true;
        return true;
    }

    private void SendStatus()
    {
        lock (_writeGate)
            _writesClosed = true;
        ResponseStatus.Write(HttpContext.Response, _status, _responseTrailers);
    }

    private async Task FinishAsync()
    {
        if (_deadline is not null)
            await _deadline.DisposeAsync();
        HttpContext.Features.Get<IHttpActivityFeature>()?.Activity.AddTag("grpc.status_code", ((int)_status.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private void SetStatus(Exception exception, string method)
    {
        if (exception is RpcException rpc)
        {
            Log.RpcFailed(Logger, method, rpc.StatusCode, rpc.Status.Detail, rpc.Status.DebugException);
            foreach (var entry in rpc.Trailers)
                ResponseTrailersCore.Add(entry);
            _status = rpc.Status;
            return;
        }

        if (exception is OperationCanceledException or IOException && CancellationTokenCore.IsCancellationRequested)
            Log.HandlerCancelled(Logger, method, exception);
        else
            Log.HandlerFailed(Logger, method, exception);
        _status = new Status(StatusCode.Unknown, ErrorDetail(exception), exception);
    }

    private string ErrorDetail(Exception exception) => Options.EnableDetailedErrors
        ? $"Exception was thrown by handler. {ExceptionText.Describe(exception)}"
        : "Exception was thrown by handler.";
}
