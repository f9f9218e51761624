namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>A directory that goes away with its test.</summary>
internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("domaeka-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
