namespace Domaeka.Core.Dispatch;

/// <summary>Work that waits outside because the server or its room is full. Its phone is not read meanwhile.</summary>
internal sealed class LaneEntrant(LaneWork work)
{
    private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LaneWork Work { get; } = work;

    /// <summary>Lets it in.</summary>
    /// <returns>False when it has given up.</returns>
    public bool TryAdmit() => _admitted.TrySetResult();

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (admitted, token) => ((TaskCompletionSource)admitted!).TrySetCanceled(token), _admitted);
        await _admitted.Task;
    }
}
