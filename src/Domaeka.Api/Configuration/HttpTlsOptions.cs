using Domaeka.Adapters.Tcp.Tls;

namespace Domaeka.Api.Configuration;

/// <summary>TLS of the port of the health pages. Configuration section <c>Http:Tls</c>; checked at start-up, all errors at once.</summary>
public sealed class HttpTlsOptions : TlsOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Http:Tls";
}
