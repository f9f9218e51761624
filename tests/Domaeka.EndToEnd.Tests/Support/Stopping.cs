namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Stops a server and looks at the time it takes.</summary>
internal static class Stopping
{
    /// <summary>How long a stop may take.</summary>
    public static readonly TimeSpan Promise = TimeSpan.FromSeconds(30);

    /// <summary>Fails unless the process ends with exit code 0 in time.</summary>
    public static async Task StopAsync(DomaekaServer server, int signal)
    {
        var asked = TimeProvider.System.GetTimestamp();
        Signals.Send(server.Program.Id, signal);
        var code = await server.Program.WaitForExitAsync();
        Assert.True(code == 0, $"{code}: {server.Program.Output}");
        var took = TimeProvider.System.GetElapsedTime(asked);
        Console.WriteLine($"Stopped in {took.TotalSeconds:0.0} s.");
        Assert.InRange(took, TimeSpan.Zero, Promise);
    }
}
