using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Tests;

public sealed class LogTests
{
    [Fact]
    public void EventIds_OfThisProject_AreUniqueAndInTheirRange()
    {
        var ids = typeof(Log).GetMethods()
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.InRange(id, 3000, 3099));
    }
}
