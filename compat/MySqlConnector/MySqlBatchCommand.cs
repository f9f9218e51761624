using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace MySqlConnector;

/// <summary>One command of a <see cref="MySqlBatch"/>.</summary>
public sealed class MySqlBatchCommand : DbBatchCommand
{
    private MySqlParameterCollection? _parameters;
    private int _recordsAffected;

    /// <summary>A command without text.</summary>
    public MySqlBatchCommand()
        : this(null)
    {
    }

    /// <summary>A command with a text.</summary>
    /// <param name="commandText">The text; null is taken as empty.</param>
    public MySqlBatchCommand(string? commandText) => CommandText = commandText;

    /// <summary>The SQL. Default: empty.</summary>
    [AllowNull]
    public override string CommandText
    {
        get;
        set => field = value ?? "";
    }

    /// <summary>Text, the only kind supported here.</summary>
    /// <exception cref="NotSupportedException">Set to another kind.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException($"CommandType.{value} is not supported; use CALL in the text of the command.");
        }
    }

    /// <summary>Told back and not used. Default: Default.</summary>
    public CommandBehavior CommandBehavior { get; set; }

    /// <summary>Rows that the command changed when the batch ran; -1 when it could change none. Default: 0.</summary>
    public override int RecordsAffected => _recordsAffected;

    /// <summary>The parameters.</summary>
    public new MySqlParameterCollection Parameters => _parameters ??= new MySqlParameterCollection();

    /// <summary>Always true.</summary>
    public override bool CanCreateParameter => true;

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    internal MySqlParameterCollection? ParametersOrNull => _parameters;

    /// <summary>A parameter, in no collection yet.</summary>
    /// <returns>The parameter.</returns>
    public override DbParameter CreateParameter() => new MySqlParameter();

    internal void ResetCount() => _recordsAffected = -1;

    /// <summary>A statement of the command is done.</summary>
    /// <param name="affectedRows">-1: it had a result and changed nothing.</param>
    internal void Count(int affectedRows)
    {
        if (affectedRows >= 0)
            _recordsAffected = Math.Max(_recordsAffected, 0) + affectedRows;
    }
}
