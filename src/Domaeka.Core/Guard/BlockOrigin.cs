namespace Domaeka.Core.Guard;

/// <summary>Who blocked an address.</summary>
public enum BlockOrigin
{
    /// <summary>The server, after too many connections that proved nothing. Lets a few through where phones were verified lately.</summary>
    Automatic,

    /// <summary>An administrator. Lets nobody through.</summary>
    Manual,
}
