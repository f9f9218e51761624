using Domaeka.Bench;

// dotnet run -c Release --project bench/Domaeka.Bench -- [echo] [idle] [notices] [push] [schedules] [provider] [soak] [compression] [--seconds=10] [--rounds=3]
//   echo:      [--phones=50] [--outstanding=4]
//   idle:      [--idle=5000]
//   notices:   [--notice-phones=100] [--callers=64] [--batch=100] [--warm-up=10]
//   push:      [--notice-phones=100] [--rate=1000] [--push-seconds=20] [--warm-up=10]
//   schedules: [--schedules=100000] [--due-per-second=20] [--due-seconds=20] [--burst=10000] [--burst-phones=1000] [--lead=40]
//   soak:      [--soak-phones=10000] [--soak-rate=2000] [--soak-minutes=10] [--soak-reconnects=10 (percent per minute)]
//   compression: in this process [--files=a.txt,b.jpg]
//   provider:  the ADO.NET provider by itself, needs --mariadb
//   echo, idle, notices, push: [--mariadb="Server=127.0.0.1;Port=...;User ID=..."] on a database of its own there, in place of SQLite
//   any:       [--synchronous=Full] [--server=another/build/of/Domaeka.Api.dll] [-- settings of the server]
if (args is ["--ceiling"])
    return await EchoCeiling.RunAsync();

var options = BenchOptions.Parse(args);
Console.WriteLine($"{Environment.ProcessorCount} cores, {Machine.MemoryGibibytes} GiB, .NET {Environment.Version}, load {Machine.Load}");
foreach (var scenario in options.Scenarios)
{
    await (scenario switch
    {
        "echo" => EchoScenario.RunAsync(options),
        "idle" => IdleScenario.RunAsync(options),
        "notices" => NoticesScenario.RunAsync(options),
        "push" => PushScenario.RunAsync(options),
        "soak" => SoakScenario.RunAsync(options),
        "compression" => CompressionScenario.RunAsync(options),
        "provider" => ProviderScenario.RunAsync(options),
        _ => SchedulesScenario.RunAsync(options),
    });
}

return 0;
