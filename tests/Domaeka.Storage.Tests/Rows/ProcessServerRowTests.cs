using Domaeka.Core.Processes;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Tests.Rows;

public sealed class ProcessServerRowTests
{
    [Theory]
    [InlineData("active", 1, ServerAvailability.Open)]
    [InlineData("degraded", 1, ServerAvailability.Open)]
    [InlineData("", 1, ServerAvailability.Open)]
    [InlineData("on fire", 1, ServerAvailability.Open)]
    [InlineData(null, null, ServerAvailability.Open)]
    [InlineData("inactive", 1, ServerAvailability.Inactive)]
    [InlineData(" Maintenance ", 0, ServerAvailability.Maintenance)]
    [InlineData("active", 0, ServerAvailability.Inactive)]
    public void ToAvailability_WordsOfEveryWebAdmin_AreUnderstood(string? status, int? isActive, ServerAvailability expected) =>
        Assert.Equal(expected, ProcessServerRow.ToAvailability(status, isActive));
}
