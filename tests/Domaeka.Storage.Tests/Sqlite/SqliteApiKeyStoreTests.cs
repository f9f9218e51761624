using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteApiKeyStoreTests() : ApiKeyStoreContract(new SqliteFixture());
