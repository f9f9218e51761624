namespace Domaeka.Protocol.Signing;

/// <summary>What is known of a message's signature.</summary>
public enum SignatureStatus
{
    /// <summary>The signature fits and the phone's clock is within the allowed skew.</summary>
    Valid,

    /// <summary>There is no <c>auth</c> object, or its signature is empty.</summary>
    Missing,

    /// <summary>
    /// The signature is not 64 lower-case hex digits, bot name or device UUID are empty, the time stamp is not positive, or a
    /// signed field holds <c>|</c>, with which two different sets of fields would share one signature.
    /// </summary>
    Malformed,

    /// <summary>The signature was made with another key or salt, or over other values.</summary>
    Mismatch,

    /// <summary>The signature fits, but the phone's clock is off by more than the allowed skew, or the line is old.</summary>
    ClockSkew,
}
