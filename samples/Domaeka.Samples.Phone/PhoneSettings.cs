using System.Net.Security;
using Domaeka.TestKit.Phones;

namespace Domaeka.Samples.Phone;

/// <summary>What the command line asked for.</summary>
internal sealed record PhoneSettings
{
    public required PhoneProfile Profile { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>How to shake hands with TLS; null means clear text.</summary>
    public required SslClientAuthenticationOptions? Tls { get; init; }

    public required string Room { get; init; }

    public required string? Channel { get; init; }

    public required string Sender { get; init; }

    /// <summary>What to say instead of reading from the keyboard; empty reads.</summary>
    public required IReadOnlyList<string> Say { get; init; }

    /// <summary>Ends well as soon as the room shows this, and badly when it does not in time; null waits for nothing.</summary>
    public required string? Expect { get; init; }

    /// <summary>How long to wait for a connection and for what is expected, when nobody sits at the keyboard.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>False: takes no notice of <c>serverMigration</c>, as the scripts of today do.</summary>
    public required bool FollowsMigration { get; init; }

    public required bool IsVerbose { get; init; }
}
