using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>One numbered change of the database's layout. Once released it is never altered.</summary>
/// <param name="Number">1 and up, without gaps.</param>
/// <param name="Name">What it is about, as recorded in <c>dk_migrations</c>.</param>
/// <param name="Apply">Makes the change inside the transaction that is open on the connection.</param>
internal sealed record SqliteMigration(int Number, string Name, Action<SqliteConnection, ILogger> Apply);
