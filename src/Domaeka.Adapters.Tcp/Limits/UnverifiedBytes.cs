using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Limits;

/// <summary>Adds up the unfinished lines of everybody who has proven nothing. One for all connections.</summary>
internal sealed class UnverifiedBytes(IOptions<PhoneLimitOptions> options)
{
    private long _held;

    /// <summary>How many bytes are held.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>
    /// A connection that held <paramref name="before"/> bytes now holds <paramref name="after"/>. False when that is too much for all
    /// together; it is counted nevertheless, until the connection says that it holds none.
    /// </summary>
    public bool TryChange(long before, long after) =>
        before == after || Interlocked.Add(ref _held, after - before) <= options.Value.MaxUnverifiedBytes || after < before;
}
