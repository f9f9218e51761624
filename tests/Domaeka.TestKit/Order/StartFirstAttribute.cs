namespace Domaeka.TestKit.Order;

/// <summary>Names the test classes of an assembly that take long, for <see cref="StartFirstOrderer"/>.</summary>
/// <param name="classes">The longest first.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class StartFirstAttribute(params Type[] classes) : Attribute
{
    /// <summary>The longest first.</summary>
    public IReadOnlyList<Type> Classes { get; } = classes;
}
