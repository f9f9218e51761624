namespace Domaeka.Core.Chat;

/// <summary>Stands for one entry on its way to the database.</summary>
public readonly struct ChatLogTicket
{
    private readonly ChatLogBatch? _batch;
    private readonly int _index;

    internal ChatLogTicket(ChatLogBatch batch, int index)
    {
        _batch = batch;
        _index = index;
    }

    /// <summary>Completes when the entry's transaction has ended: true when the entry is stored, false when the database refused it.</summary>
    /// <exception cref="OperationCanceledException">The server stopped before the entry could be stored.</exception>
    public ValueTask<bool> WhenCommittedAsync() => _batch is null ? new ValueTask<bool>(false) : _batch.WhenCommittedAsync(_index);
}
