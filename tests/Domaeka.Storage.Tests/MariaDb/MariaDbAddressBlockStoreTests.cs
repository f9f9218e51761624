using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.MariaDb;

public sealed class MariaDbAddressBlockStoreTests() : AddressBlockStoreContract(new MariaDbFixture());
