using Domaeka.Core.Guard;
using Domaeka.Core.Telemetry;

namespace Domaeka.Core.Tests.Telemetry;

public sealed class MetricLabelsTests
{
    [Theory]
    [InlineData(ConnectionVerdict.Admitted, "admitted")]
    [InlineData(ConnectionVerdict.TooManyUnverified, "too_many_unverified")]
    [InlineData((ConnectionVerdict)99, "other")]
    [InlineData((ConnectionVerdict)(-1), "other")]
    public void Of_Value_IsItsNameInLowerCase(ConnectionVerdict value, string expected) => Assert.Equal(expected, MetricLabels.Of(value));

    [Fact]
    public void Of_Value_AllocatesNothing()
    {
        MetricLabels.Of(ConnectionVerdict.Blocked);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var length = 0;
        for (var round = 0; round < 1000; round++)
            length += MetricLabels.Of(ConnectionVerdict.Blocked).Length;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(7000, length);
        Assert.Equal(0, allocated);
    }
}
