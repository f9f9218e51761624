namespace Domaeka.Core.Media;

/// <summary>A file of the media store, known by its content.</summary>
/// <param name="Hash">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record MediaFile(string Hash, long Length);
