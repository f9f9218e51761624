using System.Net;

namespace Domaeka.Api.Configuration;

/// <summary>Where the gRPC API listens (HTTP/2, clear text unless <see cref="GrpcTlsOptions"/> name a certificate). Configuration section <c>Grpc</c>.</summary>
public sealed class GrpcOptions
{
    /// <summary>The port, 0 to 65535; 0 lets the system choose one. (default: 5090)</summary>
    public int Port { get; set; } = 5090;

    /// <summary>The address; without TLS anything but loopback sends API keys in clear text over the network. (default: 127.0.0.1)</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>
    /// Largest request in bytes, 65,536 to 268,435,456. The default holds the largest message that is allowed, 20 pictures of 5 MiB with
    /// text. A request is held in memory while it is answered. (default: 115,343,360, which is 110 MiB)
    /// </summary>
    public int MaxReceiveMessageBytes { get; set; } = 110 * 1024 * 1024;
}
