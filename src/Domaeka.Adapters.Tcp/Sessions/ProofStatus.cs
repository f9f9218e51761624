namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Whether a line is its phone's own, or why it does not count.</summary>
internal enum ProofStatus
{
    /// <summary>It is, or no secret is configured to check it with.</summary>
    Proven,

    /// <summary>No <c>auth</c>, or no signature in it.</summary>
    SignatureMissing,

    /// <summary>The <c>auth</c> cannot be a script's.</summary>
    SignatureMalformed,

    /// <summary>Made with another secret or salt, or over other values.</summary>
    SignatureMismatch,

    /// <summary>Signed, but the phone's clock is off by too much, or the line is old.</summary>
    ClockSkew,

    /// <summary>Signed, but by a phone that is not the one that the device is bound to.</summary>
    OtherPhone,

    /// <summary>For another bot than the connection's.</summary>
    OtherBot,

    /// <summary>From another device than the connection's.</summary>
    OtherDevice,

    /// <summary>The connection has not said whose it is, and the line does not say it either.</summary>
    Unidentified,

    /// <summary>Answers a ping that was not sent on this connection, or was answered before.</summary>
    UnknownPing,
}
