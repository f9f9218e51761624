using Domaeka.Adapters.Tcp.Tls;

namespace Domaeka.Api.Configuration;

/// <summary>TLS of the gRPC port. Configuration section <c>Grpc:Tls</c>; checked at start-up, all errors at once.</summary>
public sealed class GrpcTlsOptions : TlsOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Grpc:Tls";
}
