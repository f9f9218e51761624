using Domaeka.Core.Guard;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// One connection from its first byte to its last. The way of a line: <see cref="SessionReader"/> takes bytes and cuts lines,
/// <see cref="SessionLines"/> decodes them; <see cref="SessionEntry"/> hears who the phone is, <see cref="SessionProof"/> whether that is true, and chat
/// goes to Core.
/// </summary>
internal sealed class PhoneSession
{
    private readonly SessionState _state;
    private readonly SessionDeadline _deadline;
    private readonly UnusableLines _unusable;
    private readonly SessionReader _reader;

    public PhoneSession(ConnectionContext transport, PhoneServices services, IConnectionPass pass)
    {
        _state = new SessionState(transport, services, pass);
        _deadline = new SessionDeadline(_state);
        _unusable = new UnusableLines(_state);
        var tokens = new SessionTokenDesk(_state);
        var proof = new SessionProof(_state, _deadline, tokens);
        var entry = new SessionEntry(_state, _deadline, _unusable, tokens, proof);
        _reader = new SessionReader(_state, _unusable, new SessionLines(_state, _unusable, entry, proof));
    }

    /// <summary>Completes when the connection is closed and nothing of it is left. Does not throw.</summary>
    public async Task RunAsync()
    {
        using var stop = StopWithServer();
        SessionEnd end;
        await using (_deadline)
            end = await ReadToEndAsync();
        _reader.Release();

        // What the server does on its own account must not count against the phone's address.
        var services = _state.Services;
        if (end == SessionEnd.Failed || _state.ServerStops || services.Registry.IsDraining)
            _state.Pass.Excuse();

        if (_state.Phone is { } phone)
            await phone.FinishAsync(end);
        services.Metrics.End(end);
        services.Logger.Ended(_state.Name, end, _unusable.Received, _unusable.Dropped);
    }

    private async Task<SessionEnd> ReadToEndAsync()
    {
        try
        {
            return await _reader.ReadAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return _state.Phone is { IsClosing: true } ? SessionEnd.ServerClosed : SessionEnd.PhoneReset;
        }
        catch (Exception exception)
        {
            _state.Services.Logger.SessionFailed(_state.Name, exception);
            return SessionEnd.Failed;
        }
    }

    // A host that stops without draining first still closes its phones in order.
    private CancellationTokenRegistration StopWithServer() =>
        _state.Transport.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested.UnsafeRegister(
            static state => ((SessionState)state!).StopWithServer(), _state) ?? default;
}
