using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Logging;

/// <summary>The log file as a provider of loggers. The file itself outlives it: <see cref="LogFile"/>.</summary>
[ProviderAlias("File")]
internal sealed class FileLoggerProvider(LogFile file, IOptions<FileLogOptions> options, IServiceProvider services, TimeProvider clock)
    : ILoggerProvider
{
    // Asked for when there is something to tell: while loggers are being made there is none to ask for.
    private readonly LogFilePump? _pump = file.Open(options.Value, clock, () => services.GetRequiredService<ILogger<LogFilePump>>());

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        _pump is null ? NullLogger.Instance : new FileLogger(categoryName, options.Value.Format, clock, _pump);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
