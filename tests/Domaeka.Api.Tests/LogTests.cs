using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests;

public sealed class LogTests
{
    [Fact]
    public void EventIds_AllOfTheApi_AreUniqueAndInRange()
    {
        var ids = typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId)
            .OfType<int>()
            .ToArray();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, id => Assert.True(id is (>= 5000 and <= 5999) or (>= 3120 and <= 3149) or (>= 3160 and <= 3179), $"{id}"));
    }
}
