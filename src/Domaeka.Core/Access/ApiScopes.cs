namespace Domaeka.Core.Access;

/// <summary>What an API key may do. A key may hold several.</summary>
[Flags]
public enum ApiScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Look at devices, rooms, messages and the server's state.</summary>
    Read = 1,

    /// <summary>Push messages into rooms.</summary>
    Send = 2,

    /// <summary>Everything: approve and block, change settings, drain the server.</summary>
    Admin = 4,
}
