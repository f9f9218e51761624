namespace Domaeka.Core.Media;

/// <summary>Pictures that wait to be sent, each stored once under the hash of its content. Thread-safe.</summary>
public interface IMediaStore
{
    /// <summary>Stores the bytes, for good when the task completes. A content that is there already is only marked as used now.</summary>
    /// <exception cref="Storage.StorageUnavailableException">They cannot be stored, for instance because the disk is full.</exception>
    Task<MediaFile> SaveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads a file; null when it is gone or is not what its hash says.</summary>
    /// <exception cref="Storage.StorageUnavailableException">It cannot be read now.</exception>
    Task<ReadOnlyMemory<byte>?> ReadAsync(MediaFile file, CancellationToken cancellationToken);

    /// <summary>Deletes what was last marked as used before <paramref name="before"/>, except the files named in <paramref name="keep"/>.</summary>
    /// <param name="before">The newest use that is forgotten.</param>
    /// <param name="keep">Hashes of files that messages still wait for.</param>
    /// <param name="cancellationToken">Ends the work between two files.</param>
    /// <returns>How many files were deleted.</returns>
    Task<int> DeleteUnusedAsync(DateTimeOffset before, IReadOnlySet<string> keep, CancellationToken cancellationToken);
}
