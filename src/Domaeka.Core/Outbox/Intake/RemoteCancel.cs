using System.Collections.Concurrent;
using Domaeka.Core.Delivery;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Outbox.Intake;

/// <summary>Takes a message back that another process moves: asks that one, by mail, and waits for its answer.</summary>
internal sealed class RemoteCancel(
    ILeaseStore store,
    IOutboxStore outbox,
    InstanceLease lease,
    DeliveryEngine engine,
    IOptions<LeaseOptions> options,
    TimeProvider clock,
    ILogger<RemoteCancel> logger) : IMailReceiver
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<CancelOutcome>> _asked = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<MailKind> Kinds { get; } = [MailKind.Cancel, MailKind.Cancelled];

    /// <summary>What became of it.</summary>
    /// <exception cref="StorageUnavailableException">The process that moves the message did not answer in time: it may be cancelled or not.</exception>
    public async Task<CancelOutcome> CancelAsync(OutboxHeader message, CancellationToken cancellationToken)
    {
        var answer = _asked.GetOrAdd(
            message.Id, static _ => new TaskCompletionSource<CancelOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var owner = await store.FindLaneAsync(message.Room, cancellationToken);
            var isAsked = owner is { } instance && await store.PostAsync(
                instance, new Mail { Kind = MailKind.Cancel, From = lease.Instance, Argument = message.Id }, cancellationToken);
            if (!isAsked)
                throw Unanswered(message.Id);
            return await answer.Task.WaitAsync(options.Value.AnswerTimeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return await outbox.FindAsync(message.Id, cancellationToken) is { Header.Progress: { IsEnded: true } ended }
                ? ended.State == DeliveryState.Cancelled ? CancelOutcome.Cancelled : CancelOutcome.AlreadyEnded
                : throw Unanswered(message.Id);
        }
        finally
        {
            _asked.TryRemove(message.Id, out _);
        }
    }

    /// <inheritdoc/>
    public Task ReceiveAsync(Mail mail, CancellationToken cancellationToken)
    {
        // Nobody's mail waits for what a message comes to.
        if (mail.Kind == MailKind.Cancel)
            _ = AnswerAsync(mail);
        else if (mail.Argument?.Split(' ') is [var id, var word] && _asked.TryGetValue(id, out var asked) && Enum.TryParse<CancelOutcome>(word, out var outcome))
            asked.TrySetResult(outcome);
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(Mail mail)
    {
        try
        {
            if (await TryCancelAsync(mail.Argument!) is { } outcome)
                await store.PostAsync(mail.From, new Mail { Kind = MailKind.Cancelled, From = lease.Instance, Argument = $"{mail.Argument} {outcome}" }, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Who asked is told that nobody answered.
            Log.CancelUnanswered(logger, exception, mail.Argument, mail.From);
        }
    }

    /// <returns>Null when the message did not come here in time.</returns>
    private async Task<CancelOutcome?> TryCancelAsync(string id)
    {
        // A lane that has just become this process's may still be on its way from the store.
        for (var started = clock.GetTimestamp(); clock.GetElapsedTime(started) < options.Value.AnswerTimeout; await Task.Delay(options.Value.PollInterval, clock))
        {
            if (engine.TryCancel(id) is { } outcome)
                return await outcome.WaitAsync(options.Value.AnswerTimeout, clock);
            if (await outbox.FindAsync(id, CancellationToken.None) is not { Header.Progress.IsEnded: false })
                return CancelOutcome.AlreadyEnded;
        }

        return null;
    }

    private static StorageUnavailableException Unanswered(string id) =>
        new($"The process that moves message {id} did not answer; it may be cancelled or not.");
}
