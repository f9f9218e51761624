using Domaeka.Core.Approval;
using Domaeka.Core.Sessions;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// The session tokens of one connection: looks at the one that a handshake shows, and hands out new ones (<c>docs/security.md</c>, "Session tokens").
/// </summary>
internal sealed class SessionTokenDesk(SessionState state)
{
    /// <summary>When to try again to get a token out that could not be had.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    private readonly PhoneServices _services = state.Services;
    private bool _isShown;
    private string? _known;
    private DateTimeOffset _renewAt;
    private int _isIssuing;

    private ISessionTokens Tokens => _services.SessionTokens;

    private bool IsOn => Tokens.IsEnabled && _services.Signatures.CanVerify;

    /// <summary>
    /// Looks at the token of a handshake. Only at the first that a connection shows: scripts shake hands twice, and a stranger is not to have the
    /// database asked again and again.
    /// </summary>
    /// <returns>The token that takes its place; null when nothing is proven by it.</returns>
    public async ValueTask<SessionOffer?> ResumeAsync(HandshakeMessage handshake)
    {
        if (_isShown || handshake.SessionToken is not { } token || !handshake.Capabilities.HasFlag(PhoneCapabilities.SessionToken) || !IsOn)
            return null;

        _isShown = true;
        var device = handshake.ToIdentity(state.Transport.RemoteEndPoint).Device;
        var resumption = await state.WhileClockStands(Tokens.ResumeAsync(device, token.Value, state.CutOff));
        _services.Metrics.CountResumption(resumption.Outcome);
        if (resumption.Grant is not { } grant)
        {
            _known = resumption.Handle;
            _services.Logger.NotResumed(device, state.Transport.ConnectionId, resumption.Outcome);
            return null;
        }

        (_known, _renewAt) = (grant.Handle, grant.RenewAt);
        return Offer(grant);
    }

    /// <summary>
    /// The phone has answered a ping of this connection with a signature that is newer than all before: it is here, it has worked through what was
    /// written before, and no recording can say that. Only then is a token handed out.
    /// </summary>
    public void OnFreshAnswer()
    {
        var phone = state.Phone!;
        if (!phone.Capabilities.HasFlag(PhoneCapabilities.SessionToken)
            || Interlocked.CompareExchange(ref _isIssuing, 1, 0) != 0)
            return;
        if (IsOn
            && _services.Time.GetUtcNow() >= _renewAt
            && phone.IsLive
            && _services.Devices.Find(phone.Identity.Device) is { Status: ApprovalStatus.Approved })
            _ = IssueAsync(phone);
        else
            Volatile.Write(ref _isIssuing, 0);
    }

    private async Task IssueAsync(PhoneConnection phone)
    {
        var renewAt = _services.Time.GetUtcNow() + RetryInterval;
        try
        {
            if (await Tokens.IssueAsync(phone.Identity.Device, _known, phone.ClosingStarted) is { } grant && phone.TryHandOut(Offer(grant)))
            {
                renewAt = grant.RenewAt;
                _known = grant.Handle;
                _services.Metrics.CountIssued();
            }
        }
        catch (OperationCanceledException)
        {
            // The connection closes.
        }
        catch (Exception exception)
        {
            _services.Logger.TokenFailed(phone, exception);
        }
        finally
        {
            _renewAt = renewAt;
            Volatile.Write(ref _isIssuing, 0);
        }
    }

    private SessionOffer Offer(SessionGrant grant)
    {
        var left = grant.ExpiresAt - _services.Time.GetUtcNow();
        return new SessionOffer(new SessionToken(grant.Token), left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
