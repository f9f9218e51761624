using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Domaeka.Shared;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>What stands around Kestrel's TLS on one port: bounds the handshakes, chooses the certificate, and tells of those that fail in one line.</summary>
internal sealed class TlsDoor
{
    private static readonly object VisitKey = new();

    private readonly string _section;
    private readonly TlsOptions _options;
    private readonly TlsCertificates _certificates;
    private readonly HandshakeGate _gate;
    private readonly TlsStatistics _statistics;
    private readonly List<SslApplicationProtocol> _protocols;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogThrottle _failures;
    private readonly LogThrottle _refusals;

    public TlsDoor(
        string section,
        TlsOptions options,
        IEnumerable<SslApplicationProtocol> protocols,
        TlsStatistics statistics,
        TimeProvider time,
        ILogger<TlsDoor> logger)
    {
        _section = section;
        _options = options;
        _certificates = new TlsCertificates(section, options, time, logger);
        _gate = new HandshakeGate(options.MaxHandshakes, options.MaxHandshakesPerAddress);
        _protocols = [.. protocols];
        _statistics = statistics;
        _time = time;
        _logger = logger;
        _failures = new LogThrottle(time);
        _refusals = new LogThrottle(time);
        statistics.Add(new TlsPort(section, () => _gate.UnderWay, () => _certificates.Current.End));
    }

    /// <summary>In front of TLS.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (!_gate.TryEnter(address))
        {
            _statistics.CountRefusal();
            LogRefusal(connection);
            connection.Abort(new ConnectionAbortedException("Too many handshakes."));
            return;
        }

        var visit = new TlsVisit(_gate, address, _time.GetTimestamp());
        connection.Items[VisitKey] = visit;
        try
        {
            await next(connection);
        }
        finally
        {
            visit.End();
            if (!visit.IsIn)
            {
                _statistics.CountFailure();
                LogFailure(connection, visit);
            }
        }
    };

    /// <summary>Behind TLS.</summary>
    public ConnectionDelegate Enter(ConnectionDelegate next) => connection =>
    {
        ((TlsVisit)connection.Items[VisitKey]!).Enter();
        connection.Items.Remove(VisitKey);
        _statistics.CountSuccess();
        return next(connection);
    };

    /// <summary>How to shake hands with this connection.</summary>
    public SslServerAuthenticationOptions Choose(ConnectionContext connection)
    {
        var material = _certificates.Current;
        var ssl = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = material.Certificate,
            ApplicationProtocols = _protocols,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (material.ClientAuthorities is null)
            return ssl;

        var visit = (TlsVisit)connection.Items[VisitKey]!;
        ssl.ClientCertificateRequired = true;
        ssl.CertificateChainPolicy = PolicyFor(material.ClientAuthorities);

        // A session that is taken up again would bring along a certificate that was judged before.
        ssl.AllowTlsResume = false;
        ssl.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            if (errors == SslPolicyErrors.None && certificate is not null)
                return true;
            visit.Refusal = Explain(certificate, chain, errors);
            return false;
        };
        return ssl;
    }

    private static X509ChainPolicy PolicyFor(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static string Explain(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return "no client certificate";
        var why = chain?.ChainStatus.Select(status => status.Status).Distinct().ToList() is { Count: > 0 } statuses
            ? string.Join(", ", statuses)
            : errors.ToString();
        return $"client certificate {certificate.Subject} refused: {why}";
    }

    private void LogFailure(ConnectionContext connection, TlsVisit visit)
    {
        if (!_failures.ShouldLog(out var withheld))
            return;

        // Kestrel's timer may go off a moment early by this clock.
        var isOverdue = _time.GetElapsedTime(visit.Since) >= _options.HandshakeTimeout * 0.95;
        var reason = visit.Refusal ?? (isOverdue ? $"not done within {_options.HandshakeTimeout}" : "no TLS, or nothing in common");
        _logger.HandshakeFailed(_section, connection.ConnectionId, connection.RemoteEndPoint, reason, withheld);
    }

    private void LogRefusal(ConnectionContext connection)
    {
        if (_refusals.ShouldLog(out var withheld))
            _logger.TooManyHandshakes(_section, connection.ConnectionId, connection.RemoteEndPoint, _gate.UnderWay, withheld);
    }
}
