using Domaeka.Api.Configuration;
using Domaeka.Core.Storage;

namespace Domaeka.Api.Hosting;

/// <summary>The program: builds the host, runs it until it is told to stop, and turns failures into a few lines and an exit code.</summary>
internal static class DomaekaProgram
{
    /// <summary>Runs until SIGTERM, SIGINT or <paramref name="stop"/>.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, CancellationToken stop = default)
    {
        using var signals = new StopSignals(stop);
        try
        {
            await using var host = DomaekaHost.Build(arguments);
            if (!await StartAsync(host, signals.Token))
                return ExitCodes.Success;
            await output.WriteAsync(HostText.Started(host));
            await host.WaitForStopAsync(signals.Token);
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

    /// <returns>False when it was told to stop meanwhile, and has.</returns>
    private static async Task<bool> StartAsync(DomaekaHost host, CancellationToken stop)
    {
        try
        {
            await host.StartAsync(stop);
            return true;
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is not ConfigurationException)
        {
            // Whatever was interrupted. What had begun gives its lease back and says in its row that it is no more.
            try
            {
                await host.StopAsync(CancellationToken.None);
            }
            catch (Exception unfinished) when (unfinished is AggregateException or StorageUnavailableException or StorageRejectedException)
            {
                // It served nobody yet, so nothing is lost: the lease runs out and others see that the row is silent.
            }

            return false;
        }
    }
}
