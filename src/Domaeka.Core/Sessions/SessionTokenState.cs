namespace Domaeka.Core.Sessions;

/// <summary>What is known of a token that was given out. Stored by name.</summary>
public enum SessionTokenState
{
    /// <summary>The phone has it for certain, since it has used it or answered behind it. Good, until the offered one is used.</summary>
    Held,

    /// <summary>The newest one. Whether it has reached the phone is not known. Good.</summary>
    Offered,

    /// <summary>Another has taken its place. No good; kept until its end, so that whoever shows it is noticed.</summary>
    Replaced,
}
