namespace Domaeka.Core.Guard;

/// <summary>A pass that nothing is counted by: refused already, or exempt.</summary>
internal sealed class UncountedPass(ConnectionVerdict verdict) : IConnectionPass
{
    public static UncountedPass Exempt { get; } = new(ConnectionVerdict.Admitted);

    public static UncountedPass Blocked { get; } = new(ConnectionVerdict.Blocked);

    public static UncountedPass TooMany { get; } = new(ConnectionVerdict.TooManyUnverified);

    public ConnectionVerdict Verdict => verdict;

    public void MarkVerified()
    {
    }

    public void Excuse()
    {
    }

    public void Dispose()
    {
    }
}
