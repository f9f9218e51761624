using System.Reflection;
using Xunit;
using Xunit.Abstractions;

namespace Domaeka.TestKit.Order;

/// <summary>Starts those test classes first that <see cref="StartFirstAttribute"/> names, so that no long one runs alone at the end.</summary>
public sealed class StartFirstOrderer : ITestCollectionOrderer
{
    /// <summary>Its name, for <see cref="TestCollectionOrdererAttribute"/>.</summary>
    public const string TypeName = "Domaeka.TestKit.Order.StartFirstOrderer";

    /// <summary>The assembly that it is in.</summary>
    public const string AssemblyName = "Domaeka.TestKit";

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(PlaceOf).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int PlaceOf(ITestCollection collection)
    {
        var assembly = ((IReflectionAssemblyInfo)collection.TestAssembly.Assembly).Assembly;
        var classes = assembly.GetCustomAttribute<StartFirstAttribute>()?.Classes ?? [];

        // A class without a collection of its own name has one that is called after it.
        for (var place = 0; place < classes.Count; place++)
        {
            if (collection.DisplayName.EndsWith($" {classes[place].FullName}", StringComparison.Ordinal))
                return place;
        }

        return classes.Count;
    }
}
