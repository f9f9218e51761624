using System.Buffers;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>Takes a line, keeps its length and forgets the rest, so that an exact length costs no memory.</summary>
internal sealed class CountingBufferWriter : IBufferWriter<byte>, IDisposable
{
    private const int Chunk = 16 * 1024;

    private byte[] _scratch = ArrayPool<byte>.Shared.Rent(Chunk);

    /// <summary>How many bytes were written.</summary>
    public long Count { get; private set; }

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _scratch.Length)
        {
            Dispose();
            _scratch = ArrayPool<byte>.Shared.Rent(sizeHint);
        }

        return _scratch;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_scratch);
        _scratch = [];
    }
}
