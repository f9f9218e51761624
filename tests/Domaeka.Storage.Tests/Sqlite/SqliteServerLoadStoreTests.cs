using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteServerLoadStoreTests() : ServerLoadStoreContract(new SqliteFixture());
