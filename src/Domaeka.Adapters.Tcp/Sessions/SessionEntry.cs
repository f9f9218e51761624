using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Protocol;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>How a phone says who it is, and what it is told.</summary>
internal sealed class SessionEntry(
    SessionState state, SessionDeadline deadline, UnusableLines unusable, SessionTokenDesk tokens, SessionProof proof)
{
    private readonly PhoneServices _services = state.Services;

    /// <summary>A phone introduces itself, or does so once more.</summary>
    /// <returns>How the session ends; null when it goes on.</returns>
    public async ValueTask<SessionEnd?> ShakeHandsAsync(HandshakeMessage handshake, WireDialect dialect)
    {
        var identity = handshake.ToIdentity(state.Transport.RemoteEndPoint);
        if (state.Phone is { } same && same.Identity.Device != identity.Device)
        {
            _services.Logger.OtherDeviceHandshake(state.Name, identity.Device);
            return SessionEnd.Violation;
        }

        var greeting = await state.WhileClockStands(_services.Greeter.GreetAsync(identity, state.CutOff));
        if (!greeting.IsWelcome)
            return Refuse(identity, dialect, greeting);

        // Behind the greeting: who is refused keeps his token for another time.
        var session = await tokens.ResumeAsync(handshake);
        var answer = greeting.Answer with { Session = session };
        if (state.Phone is { } known)
        {
            // Queued chat came before the handshake, or the script shakes hands again.
            known.LearnIdentity(identity);
            known.Declare(handshake.Capabilities);
            await known.AnswerHandshakeAsync(answer);
        }
        else
        {
            var phone = state.Open(identity, dialect);
            phone.Declare(handshake.Capabilities);
            await phone.AnswerHandshakeAsync(answer);
            Enter(phone, session is null ? "handshake" : "handshake with token");
        }

        if (session is not null)
            proof.OnResumed();
        return null;
    }

    /// <summary>A signed chat line before the handshake, or instead of it, says whose connection this is (<c>docs/protocol.md</c>).</summary>
    public async ValueTask<(SessionEnd? End, bool IsIdentified)> IdentifyAsync(ChatMessage chat, WireDialect dialect)
    {
        if (chat.Auth.ToIdentity(state.Transport.RemoteEndPoint) is not { } identity)
        {
            unusable.Drop(ProofStatus.Unidentified, "chat line");
            return (null, false);
        }

        var greeting = await _services.Greeter.GreetAsync(identity, state.CutOff);
        if (!greeting.IsWelcome)
            return (Refuse(identity, dialect, greeting), false);

        var proof = await _services.Signatures.CheckOwnerAsync(identity.Device, chat.BotName, chat.Auth, state.CutOff);
        if (proof != ProofStatus.Proven)
        {
            unusable.Drop(proof, "chat line");
            return (null, false);
        }

        Enter(state.Open(identity, dialect), "chat line");
        return (null, true);
    }

    private void Enter(PhoneConnection phone, string how)
    {
        deadline.AwaitProof();
        _services.Logger.Identified(phone, phone.Dialect.ToString(), how);
        _services.Registry.Add(phone);

        // What was decided between the greeting and the registration has not reached this connection.
        if (_services.Registry.IsClosing || state.ServerStops)
            phone.Close(CloseReason.ServerShutdown);
        else if (_services.Devices.Find(phone.Identity.Device) is { } device && device.Status.IsShutOut())
            phone.Close(CloseReason.ShutOut);
        else
            phone.Pings.Start();
    }

    private SessionEnd Refuse(PhoneIdentity identity, WireDialect dialect, Greeting greeting)
    {
        if (greeting.IsServersDoing)
            state.Pass.Excuse();
        var phone = state.Phone ?? state.Open(identity, dialect);

        // In front of the answer, upon which a script closes.
        if (greeting.MovesTo is { } target)
            phone.AnnounceMove(target, TimeSpan.Zero);
        phone.Refuse(greeting.Answer);
        return SessionEnd.Refused;
    }
}
