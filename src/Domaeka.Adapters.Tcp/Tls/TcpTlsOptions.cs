namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>TLS for phones. Configuration section <c>Tcp:Tls</c>; checked at start-up, all errors at once.</summary>
public sealed class TcpTlsOptions : TlsOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Tcp:Tls";

    /// <summary>
    /// A port of its own for TLS, 0 to 65535, at <see cref="TcpOptions.Address"/>; 0 lets the system choose one. <see cref="TcpOptions.Port"/> then
    /// goes on in clear text, so that phones can move one by one. Null (the default) means that <see cref="TcpOptions.Port"/> itself speaks TLS.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>True when TLS has a port of its own beside the clear one.</summary>
    public bool HasOwnPort => IsEnabled && Port is not null;
}
