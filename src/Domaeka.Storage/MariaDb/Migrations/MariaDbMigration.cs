namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>One numbered change of the database's layout. Once released it is never altered.</summary>
/// <param name="Number">1 and up, without gaps, as on SQLite.</param>
/// <param name="Name">What it is about, as recorded in <c>dk_migrations</c>.</param>
/// <param name="Apply">
/// Makes the change. The database commits each change of a table by itself: what is interrupted is begun again, and finds what was done already.
/// </param>
internal sealed record MariaDbMigration(int Number, string Name, Func<TableReconciler, Task> Apply);
