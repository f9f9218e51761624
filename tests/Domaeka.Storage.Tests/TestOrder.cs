using Domaeka.Storage.Tests.MariaDb;
using Domaeka.Storage.Tests.MariaDb.Migrations;
using Domaeka.Storage.Tests.Sqlite;
using Domaeka.TestKit.Order;

[assembly: TestCollectionOrderer(StartFirstOrderer.TypeName, StartFirstOrderer.AssemblyName)]
[assembly: StartFirst(
    typeof(OlderDatabaseTests),
    typeof(MariaDbServerTroubleTests),
    typeof(SqliteOutboxCompetitionTests),
    typeof(MariaDbMigrationTests))]
