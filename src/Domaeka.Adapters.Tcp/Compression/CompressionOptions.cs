using System.IO.Compression;

namespace Domaeka.Adapters.Tcp.Compression;

/// <summary>
/// When long lines are compressed on the way to a phone that has declared <c>gzip</c> (<c>docs/protocol.md</c>, "Compressed lines"). Configuration
/// section <c>Compression</c>; checked at start-up. Phones that declare nothing never get a compressed line.
/// </summary>
public sealed class CompressionOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Compression";

    /// <summary>False: no line is compressed, whatever a phone declares (default: true).</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Shorter lines, in encoded bytes without their line end, are sent as they are; 1,024 to 64 MiB (default: 10 KiB).</summary>
    public int MinimumLineBytes { get; set; } = 10 * 1024;

    /// <summary>
    /// What compressing must save, as a share of the line's bytes on the wire, 0 to 0.9 (default: 0.10). A line that saves less is sent as it is.
    /// </summary>
    public double MinimumSaving { get; set; } = 0.10;

    /// <summary>
    /// How much work to spend on a line: <see cref="CompressionLevel.Fastest"/>, <see cref="CompressionLevel.Optimal"/> (the default) or
    /// <see cref="CompressionLevel.SmallestSize"/>. <c>docs/performance.md</c> tells what each costs and saves.
    /// </summary>
    public CompressionLevel Level { get; set; } = CompressionLevel.Optimal;
}
