using Domaeka.TestKit.Order;
using Grpc.Compat.Tests;

[assembly: TestCollectionOrderer(StartFirstOrderer.TypeName, StartFirstOrderer.AssemblyName)]
[assembly: StartFirst(
    typeof(DeadlineTests),
    typeof(ForeignClientTests))]
