using Domaeka.Core.Devices;
using Domaeka.Core.Processes;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Processes;

public sealed class PlacesTests
{
    private static readonly DeviceKey A = new("bot", "a");
    private static readonly DeviceKey B = new("bot", "b");

    private readonly FakeTimeProvider _clock = new();
    private readonly Places _places;

    public PlacesTests() => _places = new Places(_clock);

    [Fact]
    public void Reserve_UntilGranted_CountsAndIsNotTheDevicesOwn()
    {
        _places.Reserve(A);
        Assert.Equal(1, _places.Count);
        Assert.False(_places.Has(A));

        _places.Grant(A);
        Assert.True(_places.Has(A));
        Assert.False(_places.Has(B));
    }

    [Fact]
    public void Grant_ConnectionDoesNotCome_PlaceIsFreeAgain()
    {
        _places.Reserve(A);
        _places.Grant(A);

        _clock.Advance(Places.Patience + TimeSpan.FromTicks(1));

        Assert.False(_places.Has(A));
        Assert.Equal(0, _places.Count);
    }

    [Fact]
    public void OnOpened_Reserved_TakesOnePlaceUntilClosed()
    {
        _places.Reserve(A);
        _places.OnOpened(A);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, _places.Count);
        Assert.True(_places.Has(A));

        _places.Reserve(A);
        Assert.Equal(1, _places.Count);

        _places.OnClosed(A);
        Assert.Equal(0, _places.Count);
        Assert.False(_places.Has(A));
    }

    [Fact]
    public void Release_Reserved_IsFree()
    {
        _places.Reserve(A);
        _places.Reserve(B);

        _places.Release(A);

        Assert.Equal(1, _places.Count);
    }
}
