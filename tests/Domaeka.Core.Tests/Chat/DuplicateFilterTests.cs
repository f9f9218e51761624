using Domaeka.Core.Chat;
using Domaeka.TestKit;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Chat;

public sealed class DuplicateFilterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ChatOptions _options = new();

    [Fact]
    public void TryAdd_SameId_IsToldAndCounted()
    {
        var filter = new DuplicateFilter(Options.Create(_options), _clock);

        Assert.True(filter.TryAdd(Key("1")));
        Assert.False(filter.TryAdd(Key("1")));
        Assert.True(filter.TryAdd(Key("2")));
        Assert.Equal(1, filter.Dropped);
    }

    [Fact]
    public void TryAdd_AfterTheWindow_IsNewAgain()
    {
        var filter = new DuplicateFilter(Options.Create(_options), _clock);
        filter.TryAdd(Key("1"));

        _clock.Advance(_options.DuplicateWindow);
        Assert.False(filter.TryAdd(Key("1")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(filter.TryAdd(Key("1")));
    }

    [Fact]
    public void TryAdd_MoreThanTheCapacity_ForgetsTheOldest()
    {
        _options.DuplicateCapacity = 3;
        var filter = new DuplicateFilter(Options.Create(_options), _clock);
        for (var i = 0; i < 4; i++)
            Assert.True(filter.TryAdd(Key($"{i}")));

        Assert.False(filter.TryAdd(Key("3")));
        Assert.True(filter.TryAdd(Key("0")));
    }

    [Fact]
    public void TryAdd_CapacityZero_TellsNothing()
    {
        _options.DuplicateCapacity = 0;
        var filter = new DuplicateFilter(Options.Create(_options), _clock);

        Assert.True(filter.TryAdd(Key("1")));
        Assert.True(filter.TryAdd(Key("1")));
    }

    private static DuplicateKey Key(string id) => new("bot", null, "channel", id);
}
