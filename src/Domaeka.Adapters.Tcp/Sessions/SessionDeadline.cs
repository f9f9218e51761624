namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>First the time to say whose connection this is runs, then the time to prove it.</summary>
internal sealed class SessionDeadline : IAsyncDisposable
{
    private readonly SessionState _state;
    private readonly ITimer _timer;

    public SessionDeadline(SessionState state)
    {
        _state = state;
        _timer = state.Services.Time.CreateTimer(
            static deadline => ((SessionDeadline)deadline!).OnOver(), this, state.Services.Options.HandshakeTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The phone has said who it is, and is to prove it.</summary>
    public void AwaitProof() => _timer.Change(_state.Services.ProofTimeout, Timeout.InfiniteTimeSpan);

    /// <summary>It has proven it.</summary>
    public void Lift() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void OnOver()
    {
        if (_state.Phone is not { } phone)
            _state.MarkLate();
        else if (!phone.TryGiveUpUnproven(_state.Services.ProofTimeout))
            AwaitProof();
    }
}
