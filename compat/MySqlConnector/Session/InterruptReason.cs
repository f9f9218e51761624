namespace MySqlConnector.Session;

/// <summary>Why a command was told to stop.</summary>
internal enum InterruptReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Its time-out expired.</summary>
    Timeout,

    /// <summary>The caller's token was cancelled.</summary>
    Token,

    /// <summary>Somebody called Cancel.</summary>
    Cancel,
}
