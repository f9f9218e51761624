using Domaeka.Core.Leases;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Support;

/// <summary>The lease of a server that is alone.</summary>
internal static class HeldLease
{
    public static InstanceLease Of(TimeProvider clock)
    {
        var lease = new InstanceLease(Options.Create(new LeaseOptions()), clock);
        lease.Set(1, [new LeaseHolder(1, "test")], clock.GetTimestamp());
        return lease;
    }
}
