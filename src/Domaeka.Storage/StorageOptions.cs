namespace Domaeka.Storage;

/// <summary>
/// Where and how Domaeka keeps its data: the configuration section <c>Storage</c>, and <c>Data:Directory</c> as
/// <see cref="DataDirectory"/>. Validated at start-up, all errors at once.
/// </summary>
public sealed class StorageOptions
{
    /// <summary>The configuration section that these options are bound to.</summary>
    public const string SectionName = "Storage";

    /// <summary>The value of <see cref="Provider"/> that selects the embedded SQLite database.</summary>
    public const string SqliteProvider = "sqlite";

    /// <summary>The value of <see cref="Provider"/> that selects a MariaDB or MySQL server.</summary>
    public const string MariaDbProvider = "mariadb";

    /// <summary>Another word for <see cref="MariaDbProvider"/>.</summary>
    public const string MySqlProvider = "mysql";

    /// <summary>
    /// Which database (<c>Storage:Provider</c>): <c>sqlite</c>, a file that the server keeps itself, or <c>mariadb</c> (also
    /// <c>mysql</c>), a server that <see cref="ConnectionString"/> names. Case does not matter. (default: sqlite)
    /// </summary>
    public string Provider { get; set; } = SqliteProvider;

    /// <summary>
    /// The ADO.NET connection string (<c>Storage:ConnectionString</c>). For SQLite such as <c>Data Source=/var/lib/domaeka/domaeka.db</c>; it must
    /// name a writable file, and null or empty means <c>domaeka.db</c> in <see cref="DataDirectory"/>. For MariaDB such as
    /// <c>Server=db.example;Database=domaeka;User ID=domaeka;Password=...</c>, with the keywords of MySqlConnector; it must name the server and a
    /// database that is there. (default: null)
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// An encrypted file that says where the MariaDB is (<c>Storage:EncryptedSettings</c>), such as <c>.cfg/.kkobot.enc</c>. It goes before
    /// <see cref="Provider"/>; together with <see cref="ConnectionString"/> it is an error. What may be in it: <c>docs/storage.md</c>. Null or
    /// empty: there is none. (default: null)
    /// </summary>
    public string? EncryptedSettings { get; set; }

    /// <summary>
    /// The file with the key of <see cref="EncryptedSettings"/> (<c>Storage:EncryptedSettingsKey</c>). Null or empty: the file beside it, whose
    /// name is the same with <c>.key</c> behind it or instead of its extension. (default: null)
    /// </summary>
    public string? EncryptedSettingsKey { get; set; }

    /// <summary>
    /// Which database, where <see cref="EncryptedSettings"/> holds several by name (<c>Storage:EncryptedSettingsDatabase</c>), such as
    /// <c>live</c>. Null or empty: there is one. (default: null)
    /// </summary>
    public string? EncryptedSettingsDatabase { get; set; }

    /// <summary>
    /// The server's data directory (<c>Data:Directory</c>), absolute or relative to the working directory; made when it is missing. It holds
    /// the pictures of notices in <c>media</c>, and the SQLite database unless <see cref="ConnectionString"/> is set. (default: data)
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>What a commit waits for (<c>Storage:Synchronous</c>). Only SQLite; a MariaDB server has its own setting. (default: Full)</summary>
    public StorageSynchronous Synchronous { get; set; } = StorageSynchronous.Full;

    /// <summary>
    /// How long a write waits while another program, such as the web admin, holds the database locked, before it fails
    /// (<c>Storage:BusyTimeout</c>). 0 to 60 s. On MariaDB it is rounded up, for a wait is counted in seconds there and tried three times. (default: 5 s)
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the start waits for another process that is migrating the same database (<c>Storage:MigrationTimeout</c>).
    /// 1 s to 1 h. (default: 60 s)
    /// </summary>
    public TimeSpan MigrationTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a health check waits for its trial write before it reports the database as unavailable
    /// (<c>Storage:HealthTimeout</c>). 100 ms to 60 s. (default: 3 s)
    /// </summary>
    public TimeSpan HealthTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many reads run at once, each on a connection of its own (<c>Storage:ReadConnections</c>). 1 to 64. (default: 4)</summary>
    public int ReadConnections { get; set; } = 4;

    /// <summary>Page cache of the writing connection, in KiB (<c>Storage:CacheKibibytes</c>). Only SQLite. 256 to 1,048,576. (default: 16,384)</summary>
    public int CacheKibibytes { get; set; } = 16_384;

    /// <summary>What is wrong with <see cref="EncryptedSettings"/>, found while the options are put together; null when nothing is.</summary>
    internal string? EncryptedSettingsProblem { get; set; }
}
