using System.Reflection;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Where the programs under test were built.</summary>
internal static class Programs
{
    public static string Server { get; } = Find("Domaeka.Api");

    public static string Client { get; } = Find("Domaeka.Samples.Client");

    public static string Phone { get; } = Find("Domaeka.Samples.Phone");

    public static string Embedding { get; } = Find("Domaeka.Samples.Embedding");

    private static string Find(string name) => Path.GetFullPath(typeof(Programs).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key.EndsWith($"/{name}.csproj", StringComparison.Ordinal)).Value!);
}
