using Domaeka.Core.Storage;
using Domaeka.Storage.Telemetry;
using Domaeka.TestKit;
using Domaeka.TestKit.Metrics;

namespace Domaeka.Storage.Tests.Telemetry;

public sealed class StorageMetricsTests : IDisposable
{
    private readonly MeterProbe _probe = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task MeasureAsync_Success_IsMeasuredAndNotActiveAnyMore()
    {
        var gate = new TaskCompletionSource<int>();
        var metrics = new StorageMetrics(_time, _probe);

        var work = metrics.MeasureAsync("sqlite", "write", () => gate.Task);
        Assert.Equal(1, _probe.Sum("domaeka.storage.operation.active", "write"));
        _time.Advance(TimeSpan.FromSeconds(2));
        gate.SetResult(5);

        Assert.Equal(5, await work.DefaultTimeout());
        Assert.Equal([2], _probe.Of("domaeka.storage.operation.duration", "sqlite", "write", "ok"));
        Assert.Equal(0, _probe.Sum("domaeka.storage.operation.active"));
    }

    public static TheoryData<Exception, string> Failures() => new()
    {
        { new StorageUnavailableException("away"), "unavailable" },
        { new StorageRejectedException("refused"), "rejected" },
        { new OperationCanceledException(), "cancelled" },
        { new InvalidOperationException("a mistake"), "failed" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task MeasureAsync_Failure_IsMeasuredByItsKindAndPassedOn(Exception exception, string outcome)
    {
        var metrics = new StorageMetrics(_time, _probe);

        var thrown = await Record.ExceptionAsync(() => metrics.MeasureAsync("mariadb", "read", () => Task.FromException<int>(exception)));

        Assert.Same(exception, thrown);
        Assert.Single(_probe.Of("domaeka.storage.operation.duration", "mariadb", "read", outcome));
        Assert.Equal(0, _probe.Sum("domaeka.storage.operation.active"));
    }
}
