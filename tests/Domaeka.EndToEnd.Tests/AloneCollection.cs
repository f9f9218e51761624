namespace Domaeka.EndToEnd.Tests;

/// <summary>Tests whose subject is a time: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
