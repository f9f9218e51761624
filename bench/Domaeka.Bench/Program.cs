using Domaeka.Bench;

// dotnet run -c Release --project bench/Domaeka.Bench -- [echo] [idle] [--seconds=10] [--rounds=3] [--phones=50] [--idle=5000]
if (args is ["--ceiling"])
    return await EchoCeiling.RunAsync();

var options = BenchOptions.Parse(args);
Console.WriteLine($"{Environment.ProcessorCount} cores, {Machine.MemoryGibibytes} GiB, .NET {Environment.Version}, {options}");
if (options.Echo)
    await EchoScenario.RunAsync(options);
if (options.Idle)
    await IdleScenario.RunAsync(options);
return 0;
