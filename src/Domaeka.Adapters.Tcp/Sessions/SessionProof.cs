using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What proves that the connection is that of the phone that it says it is.</summary>
internal sealed class SessionProof(SessionState state, SessionDeadline deadline, SessionTokenDesk tokens)
{
    /// <summary>Whether a line whose signature is right is this phone's own. Only once it has said who it is.</summary>
    public ValueTask<ProofStatus> CheckOwnerAsync(string botName, PhoneAuth? auth) =>
        state.WhileClockStands(state.Services.Signatures.CheckOwnerAsync(state.Phone!.Identity.Device, botName, auth, state.CutOff));

    /// <summary>A chat line of this connection was signed by its phone.</summary>
    public void OnSigned(PhoneAuth? auth)
    {
        if (state.Phone!.TryProve(auth?.Timestamp ?? 0, out _))
            OnProven();
    }

    /// <summary>A ping of this connection was answered, signed by its phone.</summary>
    public void OnAnswered(PhoneAuth? auth)
    {
        if (state.Phone!.TryProve(auth?.Timestamp ?? 0, out var isNew))
            OnProven();
        if (isNew)
            tokens.OnFreshAnswer();
    }

    /// <summary>The phone has shown a good token.</summary>
    public void OnResumed()
    {
        if (state.Phone!.TryResume())
            OnProven();
    }

    private void OnProven()
    {
        state.Pass.MarkVerified();
        deadline.Lift();
    }
}
