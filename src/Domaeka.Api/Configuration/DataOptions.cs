namespace Domaeka.Api.Configuration;

/// <summary>Where the server keeps its files. Configuration section <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>
    /// The data directory, absolute or relative to the working directory; made when it is missing. Holds the first admin key
    /// (<c>admin.key</c>) and, unless <c>Storage:ConnectionString</c> says otherwise, the database. (default: data)
    /// </summary>
    public string Directory { get; set; } = "data";
}
