using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>Options of all services of an app.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize;
    private int? _maxSendMessageSize;

    /// <summary>Largest response in bytes. Null: no limit. Default null.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set
        {
            _maxSendMessageSize = value;
            MaxSendMessageSizeSet = true;
        }
    }

    /// <summary>Largest request in bytes, before and after expansion. Null: no limit. Default 4,194,304 (4 MB).</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            MaxReceiveMessageSizeSet = true;
        }
    }

    /// <summary>Whether clients see the exceptions of handlers. Null: no. Default null.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>
    /// Compression of responses, such as <c>gzip</c>; used where the client accepts it. Null: none. Default null.
    /// </summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard responses are compressed. Null: the provider's default. Default null.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>The compressions that are understood. Default <c>gzip</c> and <c>deflate</c>.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } = [];

    /// <summary>The interceptors of every call, in the order in which they run.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    /// <summary>
    /// Whether calls of services and methods that do not exist are left to the rest of the app instead of being answered
    /// with UNIMPLEMENTED. Null: no. Default null.
    /// </summary>
    public bool? IgnoreUnknownServices { get; set; }

    internal bool MaxReceiveMessageSizeSet { get; private set; }

    internal bool MaxSendMessageSizeSet { get; private set; }
}
