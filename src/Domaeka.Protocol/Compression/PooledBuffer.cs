using System.Buffers;

namespace Domaeka.Protocol.Compression;

/// <summary>One line, or what became of it, in an array of the shared pool, which gets it back with <see cref="Dispose"/>.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private byte[] _array = [];
    private int _length;

    /// <summary>What was written; valid until more is, or until the end.</summary>
    public ReadOnlySpan<byte> Written => _array.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _length = 0;
    }

    private void Ensure(int more)
    {
        if (_array.Length - _length >= more)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBytes, checked(_length + Math.Max(more, _length))));
        Written.CopyTo(larger);
        var length = _length;
        Dispose();
        (_array, _length) = (larger, length);
    }
}
