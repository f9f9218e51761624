using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteAddressBlockStoreTests() : AddressBlockStoreContract(new SqliteFixture());
