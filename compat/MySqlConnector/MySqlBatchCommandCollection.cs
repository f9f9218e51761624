using System.Data.Common;

namespace MySqlConnector;

/// <summary>The commands of a <see cref="MySqlBatch"/>, in the order in which they run.</summary>
public sealed class MySqlBatchCommandCollection : DbBatchCommandCollection
{
    private readonly List<MySqlBatchCommand> _commands = [];

    internal MySqlBatchCommandCollection()
    {
    }

    /// <inheritdoc/>
    public override int Count => _commands.Count;

    /// <summary>Always false.</summary>
    public override bool IsReadOnly => false;

    /// <summary>The command at a place.</summary>
    /// <param name="index">The place, from 0.</param>
    public new MySqlBatchCommand this[int index]
    {
        get => _commands[index];
        set => _commands[index] = value;
    }

    /// <inheritdoc/>
    public override IEnumerator<DbBatchCommand> GetEnumerator() => _commands.GetEnumerator();

    /// <inheritdoc/>
    public override void Add(DbBatchCommand item) => _commands.Add((MySqlBatchCommand)item);

    /// <inheritdoc/>
    public override void Clear() => _commands.Clear();

    /// <inheritdoc/>
    public override bool Contains(DbBatchCommand item) => _commands.Contains((MySqlBatchCommand)item);

    /// <inheritdoc/>
    public override void CopyTo(DbBatchCommand[] array, int arrayIndex)
    {
        for (var i = 0; i < _commands.Count; i++)
            array[arrayIndex + i] = _commands[i];
    }

    /// <inheritdoc/>
    public override int IndexOf(DbBatchCommand item) => _commands.IndexOf((MySqlBatchCommand)item);

    /// <inheritdoc/>
    public override void Insert(int index, DbBatchCommand item) => _commands.Insert(index, (MySqlBatchCommand)item);

    /// <inheritdoc/>
    public override bool Remove(DbBatchCommand item) => _commands.Remove((MySqlBatchCommand)item);

    /// <inheritdoc/>
    public override void RemoveAt(int index) => _commands.RemoveAt(index);

    /// <inheritdoc/>
    protected override DbBatchCommand GetBatchCommand(int index) => _commands[index];

    /// <inheritdoc/>
    protected override void SetBatchCommand(int index, DbBatchCommand batchCommand) => _commands[index] = (MySqlBatchCommand)batchCommand;
}
