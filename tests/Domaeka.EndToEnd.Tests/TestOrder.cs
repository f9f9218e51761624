using Domaeka.EndToEnd.Tests;
using Domaeka.TestKit.Order;

[assembly: TestCollectionOrderer(StartFirstOrderer.TypeName, StartFirstOrderer.AssemblyName)]
[assembly: StartFirst(
    typeof(StopInTroubleTests),
    typeof(ScheduleTests),
    typeof(StopTests),
    typeof(KillTests),
    typeof(NoticeKillTests),
    typeof(ClockTests),
    typeof(SessionTokenTests),
    typeof(SlowPhoneTests),
    typeof(ClusterTests),
    typeof(ClusterKillTests),
    typeof(SuspendedProcessTests),
    typeof(StopWheneverTests),
    typeof(FailoverTests),
    typeof(FirstFiveMinutesTests),
    typeof(SecretsInLogsTests),
    typeof(CompressionTests),
    typeof(LostDatabaseTests))]
