using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using PollyState = Polly.CircuitBreaker.CircuitState;

namespace Domaeka.Core.Commands;

/// <summary>The circuit breaker around one command that calls out.</summary>
internal sealed class CommandCircuit
{
    /// <summary>Of the calls within the window so many must have failed.</summary>
    private const double FailureRatio = 0.9;

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;

    public CommandCircuit(string trigger, CommandOptions options, TimeProvider clock, ILogger logger) =>
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = FailureRatio,
                MinimumThroughput = options.CircuitFailures,
                SamplingDuration = options.CircuitWindow,
                BreakDuration = options.CircuitBreak,
                StateProvider = _state,

                // That the server stops, or that the phone is gone, is no failure of what was called.
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Exception is not null and not OperationCanceledException),
                OnOpened = opened =>
                {
                    Log.CircuitOpened(logger, opened.Outcome.Exception, trigger, opened.BreakDuration);
                    return default;
                },
                OnClosed = _ =>
                {
                    Log.CircuitClosed(logger, trigger);
                    return default;
                },
            })
            .Build();

    public CircuitState State => _state.CircuitState switch
    {
        PollyState.Closed => CircuitState.Closed,
        PollyState.HalfOpen => CircuitState.HalfOpen,
        _ => CircuitState.Open,
    };

    /// <summary>Calls the command, unless too many calls of it have failed.</summary>
    /// <exception cref="BrokenCircuitException">It was not called.</exception>
    public async ValueTask<CommandReply> CallAsync(CommandRun run, CommandContext context)
    {
        Task<CommandReply>? call = null;
        try
        {
            return await _pipeline.ExecuteAsync(async _ =>
            {
                // On a thread of its own, and waited for no longer than its time: what hangs must count as failed while it hangs.
                call = Task.Run(async () => await run.CallAsync(context), CancellationToken.None);
                try
                {
                    return await call.WaitAsync(run.Token);
                }
                catch (OperationCanceledException) when (run.IsTimedOut)
                {
                    throw new TimeoutException($"No answer within {run.Timeout}.");
                }
                catch (OperationCanceledException exception) when (!run.Token.IsCancellationRequested)
                {
                    // A time-out of the command's own, as HttpClient tells it.
                    throw new TimeoutException(exception.Message, exception);
                }
            });
        }
        catch (Exception) when (call is { IsCompleted: false })
        {
            // It hangs. The lane has gone on; only its end is waited for.
            return await call;
        }
    }
}
