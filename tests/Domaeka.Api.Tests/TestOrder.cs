using Domaeka.Api.Tests.Events;
using Domaeka.Api.Tests.Hosting;
using Domaeka.TestKit.Order;

[assembly: TestCollectionOrderer(StartFirstOrderer.TypeName, StartFirstOrderer.AssemblyName)]
[assembly: StartFirst(
    typeof(HungCommandStopTests),
    typeof(EventStreamLifeTests),
    typeof(SharedDatabaseTests),
    typeof(DomaekaProgramTests))]
