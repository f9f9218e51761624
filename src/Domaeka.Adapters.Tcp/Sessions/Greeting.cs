using Domaeka.Core.Connections;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What a phone that introduces itself is told.</summary>
/// <param name="IsWelcome">False: it is told so, and disconnected.</param>
/// <param name="Answer">The answer to its handshake.</param>
/// <param name="IsServersDoing">True when any phone would be told the same now.</param>
/// <param name="MovesTo">Where it is to go instead, which it is told before the answer; null when there is no such place.</param>
internal readonly record struct Greeting(
    bool IsWelcome, HandshakeCompleteLine Answer, bool IsServersDoing = false, MigrationTarget? MovesTo = null);
