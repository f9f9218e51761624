using System.Threading.Channels;
using Domaeka.Core.Monitoring;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Monitoring;

/// <summary>Takes rows in memory, or refuses them, as the test says.</summary>
internal sealed class MemoryMonitorStore : IMonitorStore
{
    private readonly Channel<IReadOnlyList<PingRecord>> _appends = Channel.CreateUnbounded<IReadOnlyList<PingRecord>>();
    private readonly Channel<SystemSample> _samples = Channel.CreateUnbounded<SystemSample>();

    /// <summary>Throws for what is not taken.</summary>
    public Action<IReadOnlyList<PingRecord>>? Refuse { get; set; }

    /// <summary>Throws for a sample that is not taken.</summary>
    public Action? RefuseSample { get; set; }

    /// <summary>How often rows were offered, taken or not.</summary>
    public int Tries { get; private set; }

    public Task AppendPingsAsync(IReadOnlyList<PingRecord> records, CancellationToken cancellationToken)
    {
        Tries++;
        Refuse?.Invoke(records);
        _appends.Writer.TryWrite([.. records]);
        return Task.CompletedTask;
    }

    public Task AddSystemSampleAsync(SystemSample sample, CancellationToken cancellationToken)
    {
        RefuseSample?.Invoke();
        _samples.Writer.TryWrite(sample);
        return Task.CompletedTask;
    }

    public Task<int> PurgePingsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> PurgeSystemSamplesAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The next rows that were taken together, by the phones' names.</summary>
    public async Task<List<string>> NextAsync() =>
        [.. (await _appends.Reader.ReadAsync().DefaultTimeout()).Select(record => record.Ping.Device.DeviceId)];

    public async Task<SystemSample> NextSampleAsync() => await _samples.Reader.ReadAsync().DefaultTimeout();
}
