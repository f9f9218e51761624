namespace Domaeka.Protocol.Messages;

/// <summary>
/// The secret with which a phone resumes (<c>session_token</c>; <c>docs/protocol.md</c>, "Session tokens"). A type of its own so that no log
/// and no error message shows it by accident: its text is <c>***</c>.
/// </summary>
/// <param name="Value">What goes over the wire: 1 to <see cref="WireLimits.MaxSessionTokenBytes"/> characters, none of which JSON has to escape.</param>
public readonly record struct SessionToken(string Value)
{
    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
