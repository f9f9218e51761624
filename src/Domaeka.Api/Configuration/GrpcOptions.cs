using System.Net;

namespace Domaeka.Api.Configuration;

/// <summary>Where the gRPC API listens (HTTP/2, clear text). Configuration section <c>Grpc</c>.</summary>
public sealed class GrpcOptions
{
    /// <summary>The port, 0 to 65535; 0 lets the system choose one. (default: 5090)</summary>
    public int Port { get; set; } = 5090;

    /// <summary>The address; anything but loopback sends API keys in clear text over the network. (default: 127.0.0.1)</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>
    /// Largest request in bytes, 65,536 to 268,435,456. The default holds the largest media message that is allowed.
    /// (default: 26,214,400, which is 25 MiB)
    /// </summary>
    public int MaxReceiveMessageBytes { get; set; } = 25 * 1024 * 1024;
}
