using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.MariaDb;

public sealed class MariaDbSessionTokenStoreTests() : SessionTokenStoreContract(new MariaDbFixture());
