namespace Domaeka.Api.Tests.Support;

/// <summary>A directory that goes with the test.</summary>
public sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("domaeka-api-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
