using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tests;

public sealed class LogEventsTests
{
    [Fact]
    public void EventIds_OfTheAdapter_AreUniqueAndWithinItsRange()
    {
        var ids = typeof(TcpOptions).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(attribute => attribute.EventId)
            .ToArray();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.InRange(id, 2000, 2999));
    }
}
