using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Statements;

namespace MySqlConnector;

/// <summary>
/// A value that a command's text names, as @name or ?. How it is written follows the type of <see cref="Value"/>; the types set here
/// matter only for an enumeration (name or number) and a <see cref="Guid"/> (characters or bytes).
/// </summary>
public sealed class MySqlParameter : DbParameter, ICloneable
{
    private string _name = "";
    private string _sourceColumn = "";
    private MySqlDbType _type = MySqlDbType.VarChar;
    private DbType _dbType = DbType.String;

    /// <summary>A parameter without a name; its value is null.</summary>
    public MySqlParameter()
    {
    }

    /// <summary>A parameter with a value.</summary>
    /// <param name="name">Its name, with or without @; null is taken as empty.</param>
    /// <param name="objValue">Its value; null and <see cref="DBNull"/> are NULL.</param>
    public MySqlParameter(string? name, object? objValue)
    {
        ParameterName = name;
        Value = objValue;
    }

    /// <summary>A parameter with a type.</summary>
    /// <param name="name">Its name, with or without @; null is taken as empty.</param>
    /// <param name="mySqlDbType">Its type.</param>
    public MySqlParameter(string? name, MySqlDbType mySqlDbType)
        : this(name, mySqlDbType, 0)
    {
    }

    /// <summary>A parameter with a type and a size.</summary>
    /// <param name="name">Its name, with or without @; null is taken as empty.</param>
    /// <param name="mySqlDbType">Its type.</param>
    /// <param name="size">Its size; told back and not used.</param>
    public MySqlParameter(string? name, MySqlDbType mySqlDbType, int size)
    {
        ParameterName = name;
        MySqlDbType = mySqlDbType;
        Size = size;
    }

    /// <summary>Type of the value in ADO.NET's terms. Default: String until a value or a type is set.</summary>
    public override DbType DbType
    {
        get => _dbType;
        set
        {
            _dbType = value;
            _type = ParameterTypes.ToMySqlDbType(value);
            HasSetType = true;
        }
    }

    /// <summary>Type of the value in the server's terms. Default: VarChar until a value or a type is set.</summary>
    public MySqlDbType MySqlDbType
    {
        get => _type;
        set
        {
            _type = value;
            _dbType = ParameterTypes.ToDbType(value);
            HasSetType = true;
        }
    }

    /// <summary>Direction; only input parameters are sent. Default: Input.</summary>
    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    /// <summary>Told back and not used. Default: false.</summary>
    public override bool IsNullable { get; set; }

    /// <summary>Told back and not used. Default: 0.</summary>
    public override byte Precision { get; set; }

    /// <summary>Told back and not used. Default: 0.</summary>
    public override byte Scale { get; set; }

    /// <summary>Name, with or without @. Default: empty; null is taken as empty.</summary>
    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set
        {
            var name = value ?? "";
            var normalized = ParameterNames.Normalize(name);
            if (Collection is { } collection && normalized != NormalizedName)
                collection.Renaming(this, normalized);
            _name = name;
            NormalizedName = normalized;
        }
    }

    /// <summary>Told back and not used. Default: 0.</summary>
    public override int Size { get; set; }

    /// <summary>Told back and not used. Default: empty.</summary>
    [AllowNull]
    public override string SourceColumn
    {
        get => _sourceColumn;
        set => _sourceColumn = value ?? "";
    }

    /// <summary>Told back and not used. Default: false.</summary>
    public override bool SourceColumnNullMapping { get; set; }

    /// <summary>Told back and not used. Default: Current.</summary>
    public override DataRowVersion SourceVersion { get; set; } = DataRowVersion.Current;

    /// <summary>The value; null and <see cref="DBNull"/> are NULL. Unless a type was set, it follows the value.</summary>
    public override object? Value
    {
        get;
        set
        {
            field = value;
            if (!HasSetType && value is not null)
                (_type, _dbType) = ParameterTypes.Infer(value);
        }
    }

    internal bool HasSetType { get; private set; }

    internal string NormalizedName { get; private set; } = "";

    internal MySqlParameterCollection? Collection { get; set; }

    /// <summary>Forgets the type that was set; it follows the value again.</summary>
    public override void ResetDbType()
    {
        HasSetType = false;
        (_type, _dbType) = Value is null ? (MySqlDbType.VarChar, DbType.String) : ParameterTypes.Infer(Value);
    }

    /// <summary>The same parameter once more, in no collection.</summary>
    public MySqlParameter Clone() => new()
    {
        _type = _type,
        _dbType = _dbType,
        HasSetType = HasSetType,
        Direction = Direction,
        IsNullable = IsNullable,
        Precision = Precision,
        Scale = Scale,
        ParameterName = ParameterName,
        Size = Size,
        SourceColumn = SourceColumn,
        SourceColumnNullMapping = SourceColumnNullMapping,
        SourceVersion = SourceVersion,
        Value = Value,
    };

    object ICloneable.Clone() => Clone();
}
