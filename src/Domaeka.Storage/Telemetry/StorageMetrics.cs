using System.Diagnostics.Metrics;
using Domaeka.Core.Storage;
using Domaeka.Core.Telemetry;

namespace Domaeka.Storage.Telemetry;

/// <summary>How the database does its work. One operation is one transaction, with its repetitions and what it waited for before.</summary>
internal sealed class StorageMetrics
{
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;
    private readonly TimeProvider _time;

    public StorageMetrics(TimeProvider time, IMeterFactory? factory = null)
    {
        _time = time;
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Storage);
        _duration = meter.CreateHistogram(
            "domaeka.storage.operation.duration",
            "s",
            "How long reading and writing transactions take, waiting included, by database, kind and outcome.",
            tags: null,
            MetricBuckets.Work);
        _active = meter.CreateUpDownCounter<long>("domaeka.storage.operation.active", "{operation}", "Transactions that wait or run, by database and kind.");
    }

    /// <summary>Measures an operation.</summary>
    /// <typeparam name="T">What it results in.</typeparam>
    /// <param name="system"><c>sqlite</c> or <c>mariadb</c>.</param>
    /// <param name="operation"><c>read</c> or <c>write</c>.</param>
    /// <param name="work">The operation.</param>
    public async Task<T> MeasureAsync<T>(string system, string operation, Func<Task<T>> work)
    {
        var startedAt = _time.GetTimestamp();
        var outcome = "failed";
        _active.Add(1, MetricLabels.Tag("db.system", system), MetricLabels.Tag("operation", operation));
        try
        {
            var result = await work();
            outcome = "ok";
            return result;
        }
        catch (StorageUnavailableException)
        {
            outcome = "unavailable";
            throw;
        }
        catch (StorageRejectedException)
        {
            outcome = "rejected";
            throw;
        }
        catch (OperationCanceledException)
        {
            outcome = "cancelled";
            throw;
        }
        finally
        {
            _active.Add(-1, MetricLabels.Tag("db.system", system), MetricLabels.Tag("operation", operation));
            _duration.Record(
                _time.GetElapsedTime(startedAt).TotalSeconds,
                MetricLabels.Tag("db.system", system),
                MetricLabels.Tag("operation", operation),
                MetricLabels.Tag("outcome", outcome));
        }
    }
}
