using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Domaeka.TestKit.Metrics;

/// <summary>Hears every meter that one host makes, and no other. Register it as the <see cref="IMeterFactory"/> of the host.</summary>
public sealed class MeterProbe : IMeterFactory
{
    private readonly ConcurrentDictionary<string, Meter> _meters = new();
    private readonly ConcurrentQueue<MeterReading> _readings = new();
    private readonly ConcurrentDictionary<Instrument, bool> _instruments = new();
    private readonly MeterListener _listener = new();

    public MeterProbe()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter.Scope, this))
                return;
            _instruments[instrument] = true;
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Every instrument so far.</summary>
    public IReadOnlyCollection<Instrument> Instruments => [.. _instruments.Keys];

    /// <inheritdoc/>
    public Meter Create(MeterOptions options) => _meters.GetOrAdd(options.Name, static (name, probe) => new Meter(name, null, null, probe), this);

    /// <summary>What was measured so far with an instrument, and with tags of these values, in any order.</summary>
    public IReadOnlyList<double> Of(string name, params string[] tags) =>
        [.. _readings.Where(reading => reading.Name == name && tags.All(reading.Tags.Contains)).Select(reading => reading.Value)];

    /// <summary>The sum of <see cref="Of"/>.</summary>
    public double Sum(string name, params string[] tags) => Of(name, tags).Sum();

    /// <summary>What an observable instrument tells now: the sum over the measurements with tags of these values.</summary>
    public double Observe(string name, params string[] tags)
    {
        var before = Of(name, tags).Count;
        _listener.RecordObservableInstruments();
        return Of(name, tags).Skip(before).Sum();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        foreach (var meter in _meters.Values)
            meter.Dispose();
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new List<string>(tags.Length);
        foreach (var (_, tag) in tags)
            values.Add($"{tag}");
        _readings.Enqueue(new MeterReading(instrument.Name, value, values));
    }
}
