using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Support;

/// <summary>One server's time goes on, the others' stands still.</summary>
internal static class ClockExtensions
{
    public static Task AdvanceUntilAsync(this FakeTimeProvider clock, Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        if (condition())
            return true;
        clock.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    });
}
