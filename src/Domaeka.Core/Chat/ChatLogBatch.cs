namespace Domaeka.Core.Chat;

/// <summary>The entries of one transaction, and the one signal that all their tickets share.</summary>
internal sealed class ChatLogBatch
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HashSet<int>? _rejected;

    public List<ChatLogEntry> Entries { get; } = [];

    /// <summary>Once the batch is written one by one: how many of its entries are dealt with, so that a retry stores none twice.</summary>
    public int Isolated { get; set; }

    /// <summary>True once the batch as a whole was refused.</summary>
    public bool IsIsolating { get; set; }

    /// <summary>Only before <see cref="Complete"/>.</summary>
    public void Reject(int index) => (_rejected ??= []).Add(index);

    public void Complete() => _ended.TrySetResult();

    public void Abandon() => _ended.TrySetCanceled();

    public ValueTask<bool> WhenCommittedAsync(int index) =>
        _ended.Task.IsCompletedSuccessfully ? new ValueTask<bool>(IsStored(index)) : WaitAsync(index);

    private async ValueTask<bool> WaitAsync(int index)
    {
        await _ended.Task;
        return IsStored(index);
    }

    private bool IsStored(int index) => _rejected is null || !_rejected.Contains(index);
}
