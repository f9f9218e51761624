using Domaeka.Core.Devices;
using Domaeka.Core.Memory;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Processes;

/// <inheritdoc cref="IPhoneAdmission"/>
/// <remarks>
/// Where a limit holds, the place is reserved and reported to the database before the phone is let in, which settles who of several
/// processes gets the last one. Phones that come while one report is under way share the next.
/// </remarks>
internal sealed class PhoneAdmission(
    Places places, ServerLoadReporter reporter, IMemoryWatch memory, ILogger<PhoneAdmission> logger) : IPhoneAdmission
{
    private static readonly Task<AdmissionOutcome> Full = Task.FromResult(AdmissionOutcome.ServerFull);

    private readonly Lock _gate = new();
    private readonly Dictionary<DeviceKey, TaskCompletionSource<AdmissionOutcome>> _waiting = [];
    private List<DeviceKey> _queue = [];
    private bool _isDeciding;

    /// <inheritdoc/>
    public ValueTask<AdmissionOutcome> AdmitAsync(DeviceKey device, CancellationToken cancellationToken)
    {
        if (places.Has(device))
            return ValueTask.FromResult(AdmissionOutcome.Admitted);
        if (memory.Pressure == MemoryPressure.Critical)
            return ValueTask.FromResult(AdmissionOutcome.MemoryShort);
        if (reporter.Server is not { } server)
            return ValueTask.FromResult(AdmissionOutcome.Admitted);
        if (server.Availability == ServerAvailability.Maintenance)
            return ValueTask.FromResult(AdmissionOutcome.ServerInMaintenance);
        if (server.Availability == ServerAvailability.Inactive)
            return ValueTask.FromResult(AdmissionOutcome.ServerInactive);
        if (server.MaxBots is not { } most)
            return ValueTask.FromResult(AdmissionOutcome.Admitted);

        return new ValueTask<AdmissionOutcome>(Join(device, isFull: server.TakenElsewhere + places.Count >= most).WaitAsync(cancellationToken));
    }

    private Task<AdmissionOutcome> Join(DeviceKey device, bool isFull)
    {
        TaskCompletionSource<AdmissionOutcome>? verdict;
        lock (_gate)
        {
            // A phone that connects twice at once waits for one verdict, whose place it takes already.
            if (_waiting.TryGetValue(device, out verdict))
                return verdict.Task;

            // Refused scripts come back every few seconds for ever; they cost no query.
            if (isFull)
                return Full;

            verdict = new TaskCompletionSource<AdmissionOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(device, verdict);
            _queue.Add(device);
            if (_isDeciding)
                return verdict.Task;
            _isDeciding = true;
        }

        _ = DecideAsync();
        return verdict.Task;
    }

    private async Task DecideAsync()
    {
        while (TakeQueue() is { Count: > 0 } batch)
        {
            try
            {
                foreach (var device in batch)
                    places.Reserve(device);
                var admitted = Math.Max(0, batch.Count - await FindExcessAsync());
                for (var i = 0; i < batch.Count; i++)
                    Settle(batch[i], i < admitted);
            }
            catch (Exception exception)
            {
                foreach (var device in batch)
                    Fail(device, exception);
            }
        }
    }

    private List<DeviceKey> TakeQueue()
    {
        lock (_gate)
        {
            var batch = _queue;
            _queue = [];
            _isDeciding = batch.Count > 0;
            return batch;
        }
    }

    private async Task<int> FindExcessAsync()
    {
        var server = reporter.Server;
        try
        {
            server = await reporter.ReportAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            Log.AdmissionByOldNumbers(logger, exception);
        }

        return server?.MaxBots is { } most ? Math.Max(0, server.TakenElsewhere + places.Count - most) : 0;
    }

    private void Settle(DeviceKey device, bool isAdmitted)
    {
        if (isAdmitted)
            places.Grant(device);
        else
            places.Release(device);
        Take(device)?.TrySetResult(isAdmitted ? AdmissionOutcome.Admitted : AdmissionOutcome.ServerFull);
    }

    private void Fail(DeviceKey device, Exception exception)
    {
        places.Release(device);
        Take(device)?.TrySetException(exception);
    }

    private TaskCompletionSource<AdmissionOutcome>? Take(DeviceKey device)
    {
        lock (_gate)
            return _waiting.Remove(device, out var verdict) ? verdict : null;
    }
}
