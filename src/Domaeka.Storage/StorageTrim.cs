using Domaeka.Core.Memory;

namespace Domaeka.Storage;

/// <summary>Gives up the database's caches.</summary>
internal sealed class StorageTrim(IStorageBackend backend) : IMemoryTrim
{
    /// <inheritdoc/>
    public void Trim() => backend.Trim();
}
