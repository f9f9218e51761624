using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Memory;

/// <inheritdoc cref="IMemoryWatch"/>
internal sealed class MemoryWatch(
    IMemoryGauge gauge,
    IEnumerable<IMemoryTrim> trims,
    IOptions<MemoryOptions> options,
    TimeProvider clock,
    ILogger<MemoryWatch> logger) : BackgroundService, IMemoryWatch
{
    /// <summary>How far a level must be undercut before it is over, in percent, so that it does not flicker.</summary>
    private const double Margin = 5;

    /// <summary>Trimming and collecting costs; while memory stays short it is done so often.</summary>
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(30);

    private readonly MemoryOptions _options = options.Value;
    private readonly PeriodicTimer _timer = new(options.Value.SampleInterval, clock);
    private readonly Lock _gate = new();
    private MemoryReading _reading;
    private long? _trimmedAt;
    private volatile MemoryPressure _pressure;

    /// <inheritdoc/>
    public MemoryPressure Pressure => _pressure;

    /// <inheritdoc/>
    public MemoryReading Reading
    {
        get
        {
            lock (_gate)
                return _reading;
        }
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        var reading = gauge.Read();
        if (Judge(reading) == MemoryPressure.Critical && (_trimmedAt is not { } at || clock.GetElapsedTime(at) >= TrimInterval))
        {
            // Often it is only rubbish that nobody has collected; so phones are refused by what is left behind this.
            Trim();
            _trimmedAt = clock.GetTimestamp();
            var left = gauge.Read();
            Log.MemoryTrimmed(logger, reading.UsedBytes, left.UsedBytes);
            reading = left;
        }

        var before = _pressure;
        _pressure = Judge(reading);
        lock (_gate)
            _reading = reading;
        if (_pressure != before)
            Tell(before, reading);
    }

    private void Trim()
    {
        foreach (var trim in trims)
        {
            try
            {
                trim.Trim();
            }
            catch (Exception exception)
            {
                Log.TrimFailed(logger, exception, trim.GetType().Name);
            }
        }

        gauge.Collect();
    }

    private MemoryPressure Judge(MemoryReading reading)
    {
        if (reading.Percent >= Bound(MemoryPressure.Critical, _options.RefusePercent))
            return MemoryPressure.Critical;
        return reading.Percent >= Bound(MemoryPressure.High, _options.WarnPercent) ? MemoryPressure.High : MemoryPressure.None;
    }

    private double Bound(MemoryPressure level, int percent) => _pressure >= level ? percent - Margin : percent;

    private void Tell(MemoryPressure before, MemoryReading reading)
    {
        if (_pressure == MemoryPressure.Critical)
            Log.MemoryCritical(logger, reading.Percent, reading.UsedBytes, reading.LimitBytes);
        else if (_pressure == MemoryPressure.High && before == MemoryPressure.None)
            Log.MemoryHigh(logger, reading.Percent, reading.UsedBytes, reading.LimitBytes);
        else
            Log.MemoryEased(logger, reading.Percent, reading.UsedBytes, reading.LimitBytes);
    }
}
