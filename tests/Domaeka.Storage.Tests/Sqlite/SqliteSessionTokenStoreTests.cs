using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteSessionTokenStoreTests() : SessionTokenStoreContract(new SqliteFixture());
