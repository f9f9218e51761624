using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client.Internal;
using Grpc.Net.Compression;
using Grpc.Shared;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client;

/// <summary>A way to one server, shared by all calls to it. Making one is dear, making a client on it is cheap.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<IDisposable> _activeCalls = [];
    private readonly ConcurrentDictionary<string, Uri> _callUris = new(StringComparer.Ordinal);
    private readonly bool _disposeHttpInvoker;
    private bool _disposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (string.IsNullOrEmpty(address.Host))
            throw new ArgumentException($"Address '{address.OriginalString}' doesn't have a host. Address should include a scheme, host, and optional port. For example, 'https://localhost:5001'.");

        Address = address;
        (IsSecure, CallCredentials) = ChannelSecurity.Resolve(address, options);
        LoggerFactory = options.LoggerFactory
            ?? (ILoggerFactory?)options.ServiceProvider?.GetService(typeof(ILoggerFactory))
            ?? NullLoggerFactory.Instance;
        Logger = LoggerFactory.CreateLogger("Grpc.Net.Client.GrpcCall");
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        ThrowOperationCanceledOnCancellation = options.ThrowOperationCanceledOnCancellation;
        SendCallCredentials = IsSecure || options.UnsafeUseInsecureChannelCallCredentials;
        CompressionProviders = MessageCompression.ByName((IEnumerable<ICompressionProvider>?)options.CompressionProviders ?? MessageCompression.DefaultProviders);
        AcceptEncoding = string.Join(',', [GrpcProtocol.Identity, .. CompressionProviders.Keys]);
        HttpVersion = options.HttpVersion ?? System.Net.HttpVersion.Version20;
        HttpVersionPolicy = options.HttpVersionPolicy ?? System.Net.Http.HttpVersionPolicy.RequestVersionExact;
        _disposeHttpInvoker = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        HttpInvoker = options.HttpClient
            ?? new HttpMessageInvoker(options.HttpHandler ?? new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
    }

    internal Uri Address { get; }

    internal bool IsSecure { get; }

    internal IReadOnlyList<CallCredentials> CallCredentials { get; }

    internal bool SendCallCredentials { get; }

    internal ILoggerFactory LoggerFactory { get; }

    internal ILogger Logger { get; }

    internal HttpMessageInvoker HttpInvoker { get; }

    internal int? MaxSendMessageSize { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal bool ThrowOperationCanceledOnCancellation { get; }

    internal IReadOnlyDictionary<string, ICompressionProvider> CompressionProviders { get; }

    internal string AcceptEncoding { get; }

    internal Version HttpVersion { get; }

    internal HttpVersionPolicy HttpVersionPolicy { get; }

    /// <summary>Makes a channel; the connection is made by the first call.</summary>
    /// <param name="address">The server, such as <c>http://127.0.0.1:5090</c>; the scheme decides between TLS and clear text.</param>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel; the connection is made by the first call.</summary>
    /// <param name="address">The server, such as <c>http://127.0.0.1:5090</c>; the scheme decides between TLS and clear text.</param>
    /// <param name="channelOptions">The options.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="InvalidOperationException">The credentials do not fit the scheme.</exception>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        return ForAddress(new Uri(address), channelOptions);
    }

    /// <summary>Makes a channel; the connection is made by the first call.</summary>
    /// <param name="address">The server; the scheme decides between TLS and clear text.</param>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Makes a channel; the connection is made by the first call.</summary>
    /// <param name="address">The server; the scheme decides between TLS and clear text.</param>
    /// <param name="channelOptions">The options.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="InvalidOperationException">The credentials do not fit the scheme.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (channelOptions is { HttpClient: not null, HttpHandler: not null })
            throw new ArgumentException("HttpClient and HttpHandler have been configured. Only one HTTP caller can be specified.");
        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The channel is disposed.</exception>
    public override CallInvoker CreateCallInvoker()
    {
        ThrowIfDisposed();
        return new HttpClientCallInvoker(this);
    }

    /// <summary>Cancels the calls under way and closes the connections that the channel owns.</summary>
    public void Dispose()
    {
        IDisposable[] calls;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            calls = [.. _activeCalls];
            _activeCalls.Clear();
        }

        foreach (var call in calls)
            call.Dispose();
        if (_disposeHttpInvoker)
            HttpInvoker.Dispose();
    }

    internal Uri UriOf(IMethod method) =>
        _callUris.TryGetValue(method.FullName, out var uri)
            ? uri
            : _callUris.GetOrAdd(method.FullName, new Uri(Address, method.FullName));

    internal void Register(IDisposable call)
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            _activeCalls.Add(call);
        }
    }

    internal void Unregister(IDisposable call)
    {
        lock (_gate)
            _activeCalls.Remove(call);
    }

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
