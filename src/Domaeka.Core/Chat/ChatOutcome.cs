namespace Domaeka.Core.Chat;

/// <summary>What became of an inbound chat line by the time the server is ready for the next.</summary>
public enum ChatOutcome
{
    /// <summary>Logged, not served: device or room is not approved.</summary>
    NotServed,

    /// <summary>Logged; no command wants it.</summary>
    Logged,

    /// <summary>A command takes it.</summary>
    Dispatched,

    /// <summary>Seen before; nothing was done.</summary>
    Duplicate,

    /// <summary>Device or room cannot be known now: the line was not taken.</summary>
    Refused,
}
