namespace MySqlConnector.Protocol.Values;

/// <summary>
/// Reads the values of one column out of the bytes of a row. Made once for each column of a result; every conversion that the column's
/// type does not have is an <see cref="InvalidCastException"/>.
/// </summary>
internal abstract class ColumnReader
{
    /// <summary>Type of <see cref="ReadObject"/>'s results.</summary>
    public abstract Type ClrType { get; }

    public abstract object ReadObject(ReadOnlySpan<byte> data);

    public virtual bool ReadBoolean(ReadOnlySpan<byte> data) => throw Cannot(typeof(bool));

    /// <exception cref="OverflowException">The value does not fit.</exception>
    public virtual long ReadInt64(ReadOnlySpan<byte> data) => throw Cannot(typeof(long));

    /// <exception cref="OverflowException">The value does not fit.</exception>
    public virtual ulong ReadUInt64(ReadOnlySpan<byte> data) => throw Cannot(typeof(ulong));

    public virtual float ReadSingle(ReadOnlySpan<byte> data) => (float)ReadDouble(data);

    public virtual double ReadDouble(ReadOnlySpan<byte> data) => throw Cannot(typeof(double));

    public virtual decimal ReadDecimal(ReadOnlySpan<byte> data) => throw Cannot(typeof(decimal));

    public virtual string ReadString(ReadOnlySpan<byte> data) => throw Cannot(typeof(string));

    public virtual DateTime ReadDateTime(ReadOnlySpan<byte> data) => throw Cannot(typeof(DateTime));

    public virtual MySqlDateTime ReadMySqlDateTime(ReadOnlySpan<byte> data) => throw Cannot(typeof(MySqlDateTime));

    public virtual TimeSpan ReadTimeSpan(ReadOnlySpan<byte> data) => throw Cannot(typeof(TimeSpan));

    public virtual Guid ReadGuid(ReadOnlySpan<byte> data) => throw Cannot(typeof(Guid));

    /// <summary>Whether the bytes of the row are the bytes that GetBytes and GetStream give.</summary>
    public virtual bool HoldsBytes => false;

    protected InvalidCastException Cannot(Type target) => new($"A column of {ClrType.Name} cannot be read as {target.Name}.");
}
