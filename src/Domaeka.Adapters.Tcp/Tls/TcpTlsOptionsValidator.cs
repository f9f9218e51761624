namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>Checks <see cref="TcpTlsOptions"/>, naming everything that is wrong at once.</summary>
internal sealed class TcpTlsOptionsValidator() : TlsOptionsValidator<TcpTlsOptions>(TcpTlsOptions.SectionName)
{
    private protected override IEnumerable<(string Setting, bool IsSet)> FindFurther(TcpTlsOptions options) => [("Port", options.Port is not null)];

    private protected override IEnumerable<string> FindProblems(TcpTlsOptions options) => options.Port is < 0 or > ushort.MaxValue
        ? [$"{TcpTlsOptions.SectionName}:Port is {options.Port}; allowed: 0 to 65535."]
        : [];
}
