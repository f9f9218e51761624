using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>
/// The certificate of a port, as the files have it. Looks whether they have changed when a handshake asks, and not more often than
/// <see cref="TlsOptions.ReloadInterval"/>; what cannot be used is told once and leaves what there was.
/// </summary>
internal sealed class TlsCertificates
{
    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(7);
    private static readonly TimeSpan WarnInterval = TimeSpan.FromDays(1);

    private readonly string _section;
    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private volatile TlsMaterial _current;
    private string _stamp;
    private string? _told;
    private long _looked;
    private long? _warned;

    /// <exception cref="IOException">The files cannot be used; options that were validated a moment ago can only have changed since.</exception>
    public TlsCertificates(string section, TlsOptions options, TimeProvider time, ILogger logger)
    {
        _section = section;
        _options = options;
        _time = time;
        _logger = logger;
        var problems = new List<string>();
        var files = TlsFiles.Read(section, options, problems) ?? throw new IOException(string.Join(" ", problems));
        var (material, wrong) = TlsMaterialReader.Read(section, options, files);
        _current = material ?? throw new IOException(string.Join(" ", wrong));
        _stamp = files.Stamp;
        _looked = time.GetTimestamp();
        logger.CertificateTaken(section, material.Subject, material.End);
        WarnOfEnd();
    }

    /// <summary>What to serve now.</summary>
    public TlsMaterial Current
    {
        get
        {
            // Whoever comes while another looks goes on with what there is.
            if (_time.GetElapsedTime(Volatile.Read(ref _looked)) >= _options.ReloadInterval && _gate.TryEnter())
            {
                try
                {
                    Look();
                }
                finally
                {
                    _gate.Exit();
                }
            }

            return _current;
        }
    }

    private void Look()
    {
        Volatile.Write(ref _looked, _time.GetTimestamp());
        var problems = new List<string>();
        if (TlsFiles.Read(_section, _options, problems) is not { } files)
        {
            Tell(string.Join(" ", problems));
        }
        else if (files.Stamp is var stamp && stamp != _stamp)
        {
            var (material, wrong) = TlsMaterialReader.Read(_section, _options, files);
            if (material is null)
            {
                // Between the writing of a certificate and of its key the two do not fit: the next look finds them together.
                Tell(string.Join(" ", wrong));
            }
            else
            {
                (_current, _stamp, _told, _warned) = (material, stamp, null, null);
                _logger.CertificateTaken(_section, material.Subject, material.End);
            }
        }
        else
        {
            _told = null;
        }

        WarnOfEnd();
    }

    private void Tell(string problem)
    {
        if (_told == problem)
            return;
        _told = problem;
        _logger.CertificateNotTaken(_section, _current.End, problem);
    }

    private void WarnOfEnd()
    {
        if (_current.End - _time.GetUtcNow() >= WarnBefore || (_warned is { } warned && _time.GetElapsedTime(warned) < WarnInterval))
            return;
        _warned = _time.GetTimestamp();
        _logger.CertificateEnds(_section, _current.Subject, _current.End);
    }
}
