using System.Threading.Channels;
using Domaeka.Core.Monitoring;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>Takes the reports on pings, for the test to wait for.</summary>
internal sealed class MemoryMonitor : IPingRecorder, IMonitorStore
{
    private readonly Channel<PingObservation> _pings = Channel.CreateUnbounded<PingObservation>();

    public bool HasPing => _pings.Reader.TryPeek(out _);

    public void Record(PingObservation ping) => _pings.Writer.TryWrite(ping);

    public async Task<PingObservation> NextAsync() => await _pings.Reader.ReadAsync().DefaultTimeout();

    public Task AppendPingsAsync(IReadOnlyList<PingRecord> records, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddSystemSampleAsync(SystemSample sample, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<int> PurgePingsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> PurgeSystemSamplesAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => Task.FromResult(0);
}
