using System.Collections;
using System.Data;
using System.Data.Common;
using System.Runtime.InteropServices;
using MySqlConnector.Statements;

namespace MySqlConnector;

/// <summary>The parameters of a command. Names are told apart without their mark (@ or ?) and without regard to upper and lower case.</summary>
public sealed class MySqlParameterCollection : DbParameterCollection, IEnumerable<MySqlParameter>
{
    private readonly List<MySqlParameter> _parameters = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _indexesBySpan;

    internal MySqlParameterCollection() => _indexesBySpan = _indexes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <inheritdoc/>
    public override int Count => _parameters.Count;

    /// <summary>Always false.</summary>
    public override bool IsFixedSize => false;

    /// <summary>Always false.</summary>
    public override bool IsReadOnly => false;

    /// <summary>Always false: a collection belongs to one thread at a time.</summary>
    public override bool IsSynchronized => false;

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override object SyncRoot => throw new NotSupportedException();

    /// <summary>The parameter at a place.</summary>
    /// <param name="index">The place, from 0.</param>
    public new MySqlParameter this[int index]
    {
        get => _parameters[index];
        set => SetParameter(index, value);
    }

    /// <summary>The parameter of a name.</summary>
    /// <param name="name">The name, with or without its mark.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public new MySqlParameter this[string name]
    {
        get => (MySqlParameter)GetParameter(name);
        set => SetParameter(name, value);
    }

    /// <summary>Adds a parameter with a type.</summary>
    /// <param name="parameterName">Its name.</param>
    /// <param name="dbType">Its type in ADO.NET's terms.</param>
    /// <returns>The parameter.</returns>
    public MySqlParameter Add(string parameterName, DbType dbType) =>
        Add(new MySqlParameter { ParameterName = parameterName, DbType = dbType });

    /// <summary>Adds a parameter with a type.</summary>
    /// <param name="parameterName">Its name.</param>
    /// <param name="mySqlDbType">Its type in the server's terms.</param>
    /// <returns>The parameter.</returns>
    public MySqlParameter Add(string parameterName, MySqlDbType mySqlDbType) => Add(new MySqlParameter(parameterName, mySqlDbType));

    /// <summary>Adds a parameter with a type and a size.</summary>
    /// <param name="parameterName">Its name.</param>
    /// <param name="mySqlDbType">Its type in the server's terms.</param>
    /// <param name="size">Its size; told back and not used.</param>
    /// <returns>The parameter.</returns>
    public MySqlParameter Add(string parameterName, MySqlDbType mySqlDbType, int size) =>
        Add(new MySqlParameter(parameterName, mySqlDbType, size));

    /// <summary>Adds a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The same parameter.</returns>
    /// <exception cref="MySqlException">There is one of that name.</exception>
    public MySqlParameter Add(MySqlParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        AddName(parameter.NormalizedName, _parameters.Count);
        parameter.Collection = this;
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a parameter.</summary>
    /// <param name="value">A <see cref="MySqlParameter"/>.</param>
    /// <returns>Its place.</returns>
    public override int Add(object value)
    {
        Add((MySqlParameter)value);
        return _parameters.Count - 1;
    }

    /// <summary>Adds a parameter with a value.</summary>
    /// <param name="parameterName">Its name, with or without its mark.</param>
    /// <param name="value">Its value; null is NULL.</param>
    /// <returns>The parameter.</returns>
    public MySqlParameter AddWithValue(string parameterName, object? value) => Add(new MySqlParameter(parameterName, value));

    /// <inheritdoc/>
    public override void AddRange(Array values)
    {
        foreach (var value in values)
            Add(value!);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        foreach (var parameter in _parameters)
            parameter.Collection = null;
        _parameters.Clear();
        _indexes.Clear();
    }

    /// <inheritdoc/>
    public override bool Contains(object value) => value is MySqlParameter parameter && _parameters.Contains(parameter);

    /// <summary>Whether there is a parameter of that name.</summary>
    /// <param name="value">The name, with or without its mark.</param>
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator<MySqlParameter> IEnumerable<MySqlParameter>.GetEnumerator() => _parameters.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(object value) => value is MySqlParameter parameter ? _parameters.IndexOf(parameter) : -1;

    /// <summary>Place of the parameter of a name; -1 when there is none.</summary>
    /// <param name="parameterName">The name, with or without its mark.</param>
    public override int IndexOf(string parameterName) => NormalizedIndexOf(ParameterNames.Normalize(parameterName.AsSpan()));

    /// <inheritdoc/>
    public override void Insert(int index, object value)
    {
        var parameter = (MySqlParameter)(value ?? throw new ArgumentNullException(nameof(value)));
        AddName(parameter.NormalizedName, index);
        parameter.Collection = this;
        _parameters.Insert(index, parameter);
        Reindex();
    }

    /// <inheritdoc/>
    public override void Remove(object value)
    {
        var index = IndexOf(value ?? throw new ArgumentNullException(nameof(value)));
        RemoveAt(index >= 0 ? index : throw new ArgumentException("The parameter is not in this collection.", nameof(value)));
    }

    /// <inheritdoc/>
    public override void RemoveAt(int index)
    {
        _parameters[index].Collection = null;
        _parameters.RemoveAt(index);
        Reindex();
    }

    /// <inheritdoc/>
    public override void RemoveAt(string parameterName) => RemoveAt(IndexOfExisting(parameterName));

    internal int NormalizedIndexOf(ReadOnlySpan<char> name) => _indexesBySpan.TryGetValue(name, out var index) ? index : -1;

    internal void Renaming(MySqlParameter parameter, string newName)
    {
        AddName(newName, _parameters.IndexOf(parameter));
        if (parameter.NormalizedName.Length > 0 && !parameter.NormalizedName.Equals(newName, StringComparison.OrdinalIgnoreCase))
            _indexes.Remove(parameter.NormalizedName);
    }

    /// <inheritdoc/>
    protected override DbParameter GetParameter(int index) => _parameters[index];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(string parameterName) => _parameters[IndexOfExisting(parameterName)];

    /// <inheritdoc/>
    protected override void SetParameter(int index, DbParameter value)
    {
        var parameter = (MySqlParameter)(value ?? throw new ArgumentNullException(nameof(value)));
        _parameters[index].Collection = null;
        parameter.Collection = this;
        _parameters[index] = parameter;
        Reindex();
    }

    /// <inheritdoc/>
    protected override void SetParameter(string parameterName, DbParameter value) => SetParameter(IndexOfExisting(parameterName), value);

    private int IndexOfExisting(string parameterName)
    {
        var index = IndexOf(parameterName);
        return index >= 0 ? index : throw new ArgumentException($"Parameter '{parameterName}' not found in the collection", nameof(parameterName));
    }

    // Parameters without a name are found by their place alone.
    private void AddName(string name, int index)
    {
        if (name.Length == 0)
            return;
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, name, out var exists);
        if (exists && slot != index)
            throw new MySqlException($"Parameter '{name}' has already been defined.");
        slot = index;
    }

    private void Reindex()
    {
        _indexes.Clear();
        for (var i = 0; i < _parameters.Count; i++)
            AddName(_parameters[i].NormalizedName, i);
    }
}
