using System.Collections.Concurrent;
using System.Security.Cryptography;
using Domaeka.Core.Media;

namespace Domaeka.Core.Tests.Support;

/// <summary>Files in memory.</summary>
internal sealed class InMemoryMediaStore : IMediaStore
{
    public ConcurrentDictionary<string, ReadOnlyMemory<byte>> Files { get; } = new();

    public Task<MediaFile> SaveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var file = new MediaFile(Convert.ToHexStringLower(SHA256.HashData(content.Span)), content.Length);
        Files[file.Hash] = content.ToArray();
        return Task.FromResult(file);
    }

    public Task<ReadOnlyMemory<byte>?> ReadAsync(MediaFile file, CancellationToken cancellationToken) =>
        Task.FromResult(Files.TryGetValue(file.Hash, out var content) ? content : (ReadOnlyMemory<byte>?)null);

    public Task<int> DeleteUnusedAsync(DateTimeOffset before, IReadOnlySet<string> keep, CancellationToken cancellationToken) => Task.FromResult(0);
}
