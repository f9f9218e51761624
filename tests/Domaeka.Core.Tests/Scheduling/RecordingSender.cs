using System.Collections.Concurrent;
using Domaeka.Core.Delivery;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Scheduling;

/// <summary>Takes messages as the outbox does: an occurrence once, and with it the record of the run.</summary>
internal sealed class RecordingSender(MemoryScheduleStore store, TimeProvider clock) : IMessageSender
{
    private int _active;

    public ConcurrentQueue<(SendRequest Request, DateTimeOffset At)> Sent { get; } = new();

    /// <summary>How often it was asked, whatever it answered.</summary>
    public int Calls { get; private set; }

    public int MostAtOnce { get; private set; }

    public SendFailure Failure { get; set; }

    public bool IsDown { get; set; }

    public TaskCompletionSource? Gate { get; set; }

    public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        lock (store)
        {
            Calls++;
            MostAtOnce = Math.Max(MostAtOnce, ++_active);
        }

        if (Gate is { } gate)
            await gate.Task.WaitAsync(cancellationToken);
        lock (store)
        {
            _active--;
            if (IsDown)
                throw new StorageUnavailableException("down");
            if (Failure != SendFailure.None)
                return new SendResult(Failure, null);

            var occurrence = request.Occurrence!;
            if (!store.Taken.TryAdd(new(occurrence.ScheduleId, occurrence.DueAt), 0))
                return new SendResult(SendFailure.OccurrenceTaken, null);
            Sent.Enqueue((request, clock.GetUtcNow()));
            if (!occurrence.IsManual && store.Rows.TryGetValue(occurrence.ScheduleId, out var row))
            {
                store.Rows[row.Id] = row with
                {
                    LastDueAt = occurrence.DueAt,
                    Status = occurrence.CompletesSchedule ? ScheduleStatus.Completed : row.Status,
                };
            }

            return new SendResult(SendFailure.None, null);
        }
    }

    public Task<CancelOutcome> CancelAsync(string messageId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
