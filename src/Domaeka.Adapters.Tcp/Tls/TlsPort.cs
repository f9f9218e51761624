namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>A port that speaks TLS, as the metrics see it.</summary>
/// <param name="Section">Its section of the configuration.</param>
/// <param name="ReadUnderWay">How many handshakes are under way.</param>
/// <param name="ReadEnd">When the certificate ends that is served.</param>
internal sealed record TlsPort(string Section, Func<int> ReadUnderWay, Func<DateTimeOffset> ReadEnd);
