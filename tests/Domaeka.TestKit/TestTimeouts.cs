namespace Domaeka.TestKit;

/// <summary>Bounds for waits in tests: long enough for a noisy machine, short enough to name the hang.</summary>
public static class TestTimeouts
{
    /// <summary>How long a test waits for a signal before it fails (30 s).</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>Awaits <paramref name="task"/>, failing with <see cref="TimeoutException"/> after <see cref="Default"/>.</summary>
    public static Task DefaultTimeout(this Task task) => task.WaitAsync(Default);

    /// <inheritdoc cref="DefaultTimeout(Task)"/>
    public static Task<T> DefaultTimeout<T>(this Task<T> task) => task.WaitAsync(Default);

    /// <inheritdoc cref="DefaultTimeout(Task)"/>
    public static Task DefaultTimeout(this ValueTask task) => task.AsTask().WaitAsync(Default);

    /// <inheritdoc cref="DefaultTimeout(Task)"/>
    public static Task<T> DefaultTimeout<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Default);
}
