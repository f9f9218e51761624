using Domaeka.Core.Connections;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Processes;
using Domaeka.TestKit;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Domaeka.Core.Tests.Monitoring;

public sealed class ProcessUsageMeterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly IConnectionRegistry _connections = Substitute.For<IConnectionRegistry>();
    private readonly MonitoringOptions _options = new();
    private readonly ProcessUsageMeter _meter;

    public ProcessUsageMeterTests() =>
        _meter = new ProcessUsageMeter(_connections, Options.Create(new ProcessOptions { Name = "p" }), Options.Create(_options), _clock);

    [Fact]
    public void Read_WithinTheInterval_IsTheSame()
    {
        var first = _meter.Read();
        _clock.Advance(_options.ProcessSampleInterval - TimeSpan.FromTicks(1));
        Assert.Same(first, _meter.Read());

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotSame(first, _meter.Read());
    }

    [Fact]
    public void Read_ManyTimes_KeepsTheMost()
    {
        var seen = new List<ProcessUsage>();
        for (var i = 0; i < 10; i++)
        {
            seen.Add(_meter.Read());
            _clock.Advance(_options.ProcessSampleInterval * (i + 1));
        }

        Assert.Equal(seen.Max(usage => usage.CpuPercent), seen[^1].MaxCpuPercent);
        Assert.Equal(seen.Max(usage => usage.MemoryMegabytes), seen[^1].MaxMemoryMegabytes);
        Assert.All(seen, usage => Assert.True(usage.MemoryMegabytes > 1));
    }

    [Fact]
    public void Read_Draining_SaysSo() => AssertStatus(isDraining: true, ServerProcessStatus.Stopping);

    [Fact]
    public void Read_Serving_SaysSo() => AssertStatus(isDraining: false, ServerProcessStatus.Running);

    private void AssertStatus(bool isDraining, ServerProcessStatus expected)
    {
        _connections.IsDraining.Returns(isDraining);

        Assert.Equal(("p", expected), (_meter.Read().ProcessName, _meter.Read().Status));
    }
}
