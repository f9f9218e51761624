using Domaeka.TestKit;

namespace Domaeka.Api.Tests.Support;

/// <summary>For what a caller can only learn by asking again, as it is over the API.</summary>
internal static class Eventually
{
    /// <summary>Asks until the answer fits, and gives up after the default time-out.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Predicate<T> fits)
    {
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        while (true)
        {
            var answer = await ask();
            if (fits(answer))
                return answer;
            timeout.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
