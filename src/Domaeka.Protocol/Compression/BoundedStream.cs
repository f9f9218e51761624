using System.Buffers;

namespace Domaeka.Protocol.Compression;

/// <summary>Lets the framework's compressor write into a buffer, up to a bound; what is beyond it is dropped, and remembered to have been.</summary>
internal sealed class BoundedStream(IBufferWriter<byte> target, int mostBytes) : Stream
{
    private int _left = mostBytes;

    /// <summary>True once more came than may.</summary>
    public bool IsExceeded { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        IsExceeded |= buffer.Length > _left;
        if (IsExceeded)
            return;
        target.Write(buffer);
        _left -= buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
