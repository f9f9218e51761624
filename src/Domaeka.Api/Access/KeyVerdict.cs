namespace Domaeka.Api.Access;

/// <summary>What became of a presented key.</summary>
internal enum KeyVerdict
{
    /// <summary>It holds.</summary>
    Valid,

    /// <summary>There is no such key.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was taken back.</summary>
    Revoked,
}
