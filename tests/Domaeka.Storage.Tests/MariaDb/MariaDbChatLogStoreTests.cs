using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.MariaDb;

public sealed class MariaDbChatLogStoreTests() : ChatLogStoreContract(new MariaDbFixture());
