using Domaeka.Storage.Tests.Contract;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteRoomPresenceStoreTests() : RoomPresenceStoreContract(new SqliteFixture());
