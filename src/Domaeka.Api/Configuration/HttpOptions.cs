using System.Net;

namespace Domaeka.Api.Configuration;

/// <summary>Where the health endpoints and the metrics page listen (HTTP/1.1). Configuration section <c>Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>The port, 0 to 65535; 0 lets the system choose one. (default: 8080)</summary>
    public int Port { get; set; } = 8080;

    /// <summary>The address. (default: 127.0.0.1)</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;
}
