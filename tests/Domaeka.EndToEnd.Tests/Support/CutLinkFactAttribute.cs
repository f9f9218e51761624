namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>A test that needs a <see cref="CutLink"/>; says so where none can be made.</summary>
internal sealed class CutLinkFactAttribute : FactAttribute
{
    public CutLinkFactAttribute()
    {
        if (!CutLink.IsPossible)
            Skip = "No network namespaces can be made here: that takes root, and the program ip (Debian's iproute2).";
    }
}
