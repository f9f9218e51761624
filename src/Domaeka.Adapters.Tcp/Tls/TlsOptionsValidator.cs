using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>Checks <see cref="TlsOptions"/>, the files included, naming everything that is wrong at once.</summary>
/// <param name="section">The configuration section, such as <c>Grpc:Tls</c>.</param>
public class TlsOptionsValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : TlsOptions
{
    private static readonly TimeSpan LongestHandshake = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        var required = options.ClientCertificates == TlsClientCertificates.Required;

        Check(
            options.HandshakeTimeout >= TimeSpan.FromMilliseconds(1) && options.HandshakeTimeout <= LongestHandshake,
            $"{section}:HandshakeTimeout is {options.HandshakeTimeout}; allowed: 00:00:00.001 to {LongestHandshake}.");
        Check(
            options.ReloadInterval >= TimeSpan.Zero && options.ReloadInterval <= LongestInterval,
            $"{section}:ReloadInterval is {options.ReloadInterval}; allowed: 00:00:00 to {LongestInterval}.");
        Check(options.MaxHandshakes >= 1, $"{section}:MaxHandshakes is {options.MaxHandshakes}; allowed: 1 and more.");
        Check(
            options.MaxHandshakesPerAddress >= 1,
            $"{section}:MaxHandshakesPerAddress is {options.MaxHandshakesPerAddress}; allowed: 1 and more.");
        Check(
            !required || !string.IsNullOrEmpty(options.ClientCaFile),
            $"{section}:ClientCertificates is Required, but {section}:ClientCaFile is not set: nobody could be let in.");
        Check(
            required || string.IsNullOrEmpty(options.ClientCaFile),
            $"{section}:ClientCaFile is set, but {section}:ClientCertificates is not Required: everybody would be let in.");
        if (options.IsEnabled)
        {
            problems.AddRange(TlsMaterialReader.Read(section, options).Problems);
        }
        else
        {
            // Whoever sets one of these wants TLS, and must not get clear text.
            IEnumerable<(string Setting, bool IsSet)> settings =
            [
                ("KeyFile", !string.IsNullOrEmpty(options.KeyFile)),
                ("Password", !string.IsNullOrEmpty(options.Password)),
                ("ClientCertificates", required),
                .. FindFurther(options),
            ];
            foreach (var (setting, isSet) in settings)
            {
                Check(!isSet, $"{section}:{setting} is set, but {section}:CertificateFile is not: the port would speak clear text.");
            }
        }

        problems.AddRange(FindProblems(options));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(bool holds, string problem)
        {
            if (!holds)
                problems.Add(problem);
        }
    }

    /// <summary>Further settings that make no sense without a certificate, and whether they are set.</summary>
    private protected virtual IEnumerable<(string Setting, bool IsSet)> FindFurther(TOptions options) => [];

    /// <summary>What else is wrong.</summary>
    private protected virtual IEnumerable<string> FindProblems(TOptions options) => [];
}
