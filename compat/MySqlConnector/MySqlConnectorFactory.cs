using System.Data.Common;

namespace MySqlConnector;

/// <summary>Makes the provider's objects for code that does not know the provider.</summary>
public sealed class MySqlConnectorFactory : DbProviderFactory
{
    /// <summary>The one factory.</summary>
    public static readonly MySqlConnectorFactory Instance = new();

    private MySqlConnectorFactory()
    {
    }

    /// <summary>Always true.</summary>
    public override bool CanCreateBatch => true;

    /// <inheritdoc/>
    public override DbBatch CreateBatch() => new MySqlBatch();

    /// <inheritdoc/>
    public override DbBatchCommand CreateBatchCommand() => new MySqlBatchCommand();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new MySqlCommand();

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new MySqlConnection();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new MySqlConnectionStringBuilder();

    /// <summary>A data source.</summary>
    /// <param name="connectionString">Its connection string.</param>
    /// <returns>The data source.</returns>
    public override DbDataSource CreateDataSource(string connectionString) => new MySqlDataSource(connectionString);

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new MySqlParameter();
}
