using Domaeka.Api.Configuration;

namespace Domaeka.Api.Hosting;

/// <summary>The program: builds the host, runs it until it is told to stop, and turns failures into a few lines and an exit code.</summary>
internal static class DomaekaProgram
{
    /// <summary>Runs until SIGTERM, SIGINT or <paramref name="stop"/>.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, CancellationToken stop = default)
    {
        try
        {
            await using var host = DomaekaHost.Build(arguments);
            await host.StartAsync(stop);
            await output.WriteAsync(HostText.Started(host));
            await host.WaitForStopAsync(stop);
            return host.HasFailed ? ExitCodes.Failure : ExitCodes.Success;
        }
        catch (ConfigurationException exception)
        {
            await errors.WriteAsync(HostText.Problems(exception.Problems));
            return ExitCodes.WrongConfiguration;
        }
        catch (Exception exception) when (StartFailure.Explain(exception) is { } explanation)
        {
            await errors.WriteAsync(HostText.Problems([explanation]));
            return ExitCodes.Failure;
        }
    }
}
