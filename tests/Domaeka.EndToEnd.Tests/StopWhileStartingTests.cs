using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A stop at many moments of a start. Beside others each start would take longer, and all of them be early ones.</summary>
[Collection(AloneCollection.Name)]
public sealed class StopWhileStartingTests
{
    [Fact]
    public async Task Signals_WhileStarting_EndItProperly()
    {
        using var data = new TempDirectory();
        for (var step = 0; step < 12; step++)
        {
            var signal = step % 2 == 0 ? Signals.Terminate : Signals.Interrupt;
            await using var program = RunningProgram.Start(Programs.Server,
            [
                "--Tcp:Port=0", "--Tcp:Address=127.0.0.1", "--Grpc:Port=0", "--Http:Port=0", $"--Data:Directory={data.Path}",
                "--Process:Name=starter", "--Process:CreateRow=true", "--Logging:LogLevel:Default=Debug",
            ]);

            // From the moment when the program listens: before that there is nothing to end.
            await WaitForListenerAsync(program.Id);
            await Task.Delay(TimeSpan.FromMilliseconds(20 + (step * 50)));
            Signals.Send(program.Id, signal);
            var started = TimeProvider.System.GetTimestamp();

            var code = await program.WaitForExitAsync();
            Assert.True(code == 0, $"{code} at step {step}: {program.Output}");
            Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, Stopping.Promise);
            Assert.DoesNotContain("Unhandled", program.Output.ToString(), StringComparison.Ordinal);
        }

        // What was broken off is no hindrance to the next start.
        await using var server = await DomaekaServer.StartAsync(data.Path, ["--Process:Name=starter", "--Process:CreateRow=true"]);
        await server.StopAsync();
        using var database = Database.Open(data.Path);
        Assert.Equal(["stopped"], database.Read("SELECT status FROM kb_server_processes"));
    }

    // The runtime makes this thread when somebody first asks for a signal.
    private static Task WaitForListenerAsync(int processId) => Eventually.TrueAsync(() =>
        Directory.GetDirectories($"/proc/{processId}/task").Any(thread => File.ReadAllText(Path.Combine(thread, "comm")).StartsWith(".NET SigHandler", StringComparison.Ordinal)));
}
