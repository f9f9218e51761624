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
            await WaitForStopAsync(host, signals.Token);

            // Who is told to stop while the database is away has not failed.
            var hasFailed = signals.Token.IsCancellationRequested ? host.HasFailedBeyondStorage : host.HasFailed;
            return hasFailed ? ExitCodes.Failure : ExitCodes.Success;
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

    private static async Task WaitForStopAsync(DomaekaHost host, CancellationToken stop)
    {
        try
        {
            await host.WaitForStopAsync(stop);
        }
        catch (Exception exception) when (IsOutOfTime(exception))
        {
            // A database that does not answer. What could not be stored is named by those whose it was; the end is a proper one all the same.
            Log.StopCutShort(host.Services.GetRequiredService<ILogger<DomaekaHost>>(), exception);
        }
    }

    private static bool IsOutOfTime(Exception exception) => exception is AggregateException several
        ? several.Flatten().InnerExceptions.All(IsOutOfTime)
        : exception is OperationCanceledException or StorageUnavailableException;

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
