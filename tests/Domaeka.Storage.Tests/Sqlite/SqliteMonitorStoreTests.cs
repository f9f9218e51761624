using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteMonitorStoreTests() : MonitorStoreContract(new SqliteFixture());
