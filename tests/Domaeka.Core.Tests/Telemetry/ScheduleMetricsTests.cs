using Domaeka.Core.Telemetry;
using Domaeka.Core.Tests.Scheduling;
using Domaeka.TestKit.Metrics;
using static Domaeka.Core.Tests.Scheduling.PlannerFixture;

namespace Domaeka.Core.Tests.Telemetry;

public sealed class ScheduleMetricsTests
{
    [Fact]
    public async Task Due_SentAndMissed_AreCounted()
    {
        using var probe = new MeterProbe();
        await using var fixture = new PlannerFixture(metrics: new ScheduleMetrics(probe));
        fixture.Clock.SetWallClock(At("19:01"));
        fixture.Store.Rows[1] = Once(1, "18:00");
        fixture.Store.Rows[2] = Once(2, "19:02");
        await fixture.StartAsync();

        await fixture.RunToAsync("19:03:00");

        Assert.Equal(["2@20 19:02:00"], fixture.Sent);
        Assert.Equal(1, probe.Sum("domaeka.schedule.sent"));
        Assert.InRange(Assert.Single(probe.Of("domaeka.schedule.lateness")), 0, 1);
        Assert.Equal(1, probe.Sum("domaeka.schedule.skipped", "missed"));
        Assert.Equal(0, probe.Sum("domaeka.schedule.postponed"));
    }
}
