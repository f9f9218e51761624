using Domaeka.Core.Tests.Leases;
using Domaeka.Core.Tests.Outbox.Lanes;
using Domaeka.Core.Tests.Scheduling;
using Domaeka.TestKit.Order;

[assembly: TestCollectionOrderer(StartFirstOrderer.TypeName, StartFirstOrderer.AssemblyName)]
[assembly: StartFirst(
    typeof(DeliveryModelTests),
    typeof(SchedulePlannerTests),
    typeof(SharedOutboxModelTests),
    typeof(OrderTests))]
