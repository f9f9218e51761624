using Xunit;

namespace Domaeka.TestKit;

/// <summary>For states that signal nothing. Prefer awaiting a signal.</summary>
public static class Eventually
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Yields until the condition holds; fails after <see cref="TestTimeouts.Default"/>.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TestTimeouts.Default, "The condition never held.");
            await Task.Delay(1);
        }
    }

    /// <summary>Asks another process until the condition holds; fails after <see cref="TestTimeouts.Default"/>.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        var pause = ShortestPause;
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TestTimeouts.Default, "The condition never held.");
            await Task.Delay(pause);

            // Asking takes the time of both processes, which others need.
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
