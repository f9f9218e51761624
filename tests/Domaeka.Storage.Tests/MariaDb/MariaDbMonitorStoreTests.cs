using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.MariaDb;

public sealed class MariaDbMonitorStoreTests() : MonitorStoreContract(new MariaDbFixture());
