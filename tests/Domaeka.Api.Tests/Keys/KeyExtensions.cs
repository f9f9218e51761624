using Domaeka.V1;

namespace Domaeka.Api.Tests.Keys;

/// <summary>Keys as tests compare them.</summary>
internal static class KeyExtensions
{
    /// <summary>The key but for the time of its last use, which is stored at its own pace.</summary>
    public static Key WithoutUse(this Key key)
    {
        var copy = key.Clone();
        copy.LastUseTime = null;
        return copy;
    }
}
