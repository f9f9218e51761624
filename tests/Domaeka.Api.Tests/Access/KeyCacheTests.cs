using Domaeka.Api.Access;
using Domaeka.TestKit;

namespace Domaeka.Api.Tests.Access;

public sealed class KeyCacheTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void TryGet_WithinLifetime_RemembersThatThereIsNone()
    {
        var cache = new KeyCache(10, TimeSpan.FromSeconds(5), _clock);
        cache.Set("hash", null, cache.Version);
        _clock.Advance(TimeSpan.FromSeconds(4.9));

        Assert.True(cache.TryGet("hash", out var key));
        Assert.Null(key);
    }

    [Fact]
    public void TryGet_AfterLifetime_Forgets()
    {
        var cache = new KeyCache(10, TimeSpan.FromSeconds(5), _clock);
        cache.Set("hash", null, cache.Version);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.False(cache.TryGet("hash", out _));
    }

    [Fact]
    public void Set_FloodOfKeys_StaysBounded()
    {
        var cache = new KeyCache(10, TimeSpan.FromSeconds(5), _clock);
        for (var i = 0; i < 1_000; i++)
        {
            cache.Set($"hash {i}", null, cache.Version);
            Assert.InRange(cache.Count, 1, 10);
        }

        Assert.True(cache.TryGet("hash 999", out _));
    }

    [Fact]
    public void Set_WhenFullOfStaleEntries_KeepsTheFreshOnes()
    {
        var cache = new KeyCache(3, TimeSpan.FromSeconds(5), _clock);
        cache.Set("stale 1", null, cache.Version);
        cache.Set("stale 2", null, cache.Version);
        _clock.Advance(TimeSpan.FromSeconds(3));
        cache.Set("fresh", null, cache.Version);
        _clock.Advance(TimeSpan.FromSeconds(3));

        cache.Set("new", null, cache.Version);

        Assert.True(cache.TryGet("fresh", out _));
        Assert.True(cache.TryGet("new", out _));
        Assert.Equal(2, cache.Count);
    }
}
