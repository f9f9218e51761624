namespace MySqlConnector;

/// <summary>Kind of the DateTime values that are read, and that parameters may have.</summary>
public enum MySqlDateTimeKind
{
    /// <summary>Read as unspecified; parameters of any kind are taken as they are.</summary>
    Unspecified = 0,

    /// <summary>Read as UTC; parameters must not be local.</summary>
    Utc = 1,

    /// <summary>Read as local; parameters must not be UTC.</summary>
    Local = 2,
}
