using Domaeka.TestKit.Order;
using MySqlConnector.Compat.Tests;

[assembly: TestCollectionOrderer(StartFirstOrderer.TypeName, StartFirstOrderer.AssemblyName)]
[assembly: StartFirst(
    typeof(LargePacketTests),
    typeof(CancellationTests))]
