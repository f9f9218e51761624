using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Shared;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>Options of a <see cref="GrpcChannel"/>.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>
    /// How the channel is secured, with the headers of every call. Must agree with the scheme of the address. Null: what
    /// the scheme says. Default null.
    /// </summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Largest request in bytes. Null: no limit. Default null.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Largest response in bytes, before and after expansion. Null: no limit. Default 4,194,304 (4 MB).</summary>
    public int? MaxReceiveMessageSize { get; set; } = GrpcProtocol.DefaultMaxReceiveMessageSize;

    /// <summary>The compressions that are understood. Null: <c>gzip</c> and <c>deflate</c>. Default null.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    /// <summary>Where the channel logs. Null: nowhere. Default null.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The client that carries the calls; not together with <see cref="HttpHandler"/>. Null: one of the channel's own.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The handler that carries the calls; not together with <see cref="HttpClient"/>. Null: one of the channel's own.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether a given client or handler is disposed with the channel. Default false.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>
    /// Whether cancellation and a passed deadline show as <see cref="OperationCanceledException"/> instead of
    /// <see cref="RpcException"/>. Default false.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether credentials are sent in clear text too. Default false: an insecure channel leaves them out.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Where the channel looks for a logger factory if none is set. Null: nowhere. Default null.</summary>
    public IServiceProvider? ServiceProvider { get; set; }

    /// <summary>The HTTP version of the calls. Null: 2.0. Default null.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>How strictly the version is meant. Null: exactly. Default null.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }
}
