using System.Globalization;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Processes;

/// <summary>
/// Keeps <c>kb_bot_server_mapping</c> where the database has it. Phones only leave a note; the notes are written together every few seconds,
/// the newest of each bot, so that they are never more than there are bots.
/// </summary>
internal sealed class BotMappingRecorder(
    IBotMappingStore store,
    ServerLoadReporter load,
    IListeningPort port,
    IOptions<ProcessOptions> options,
    TimeProvider clock,
    ILogger<BotMappingRecorder> logger) : BackgroundService, IConnectionObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<DeviceKey>> _live = [];
    private Dictionary<string, BotMappingChange> _notes = [];
    private long _seenAt = clock.GetTimestamp();
    private bool _isCleared;
    private bool _isInTrouble;

    private string Server => string.Create(
        CultureInfo.InvariantCulture, $"{load.Server?.Host ?? Environment.MachineName}:{port.Port}");

    /// <inheritdoc/>
    public void OnLive(IPhoneConnection connection)
    {
        if (!store.IsKept)
            return;

        var device = connection.Identity.Device;
        lock (_gate)
        {
            if (!_live.TryGetValue(device.BotName, out var devices))
                _live.Add(device.BotName, devices = []);
            devices.Add(device);
            _notes[device.BotName] = new BotMappingChange(device.BotName, BotMappingKind.Connected, clock.GetUtcNow());
        }
    }

    /// <inheritdoc/>
    public void OnGone(IPhoneConnection connection)
    {
        var device = connection.Identity.Device;
        lock (_gate)
        {
            if (!_live.TryGetValue(device.BotName, out var devices) || !devices.Remove(device) || devices.Count > 0)
                return;
            _live.Remove(device.BotName);
            _notes[device.BotName] = new BotMappingChange(device.BotName, BotMappingKind.Gone, clock.GetUtcNow());
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (store.IsKept)
            await FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!store.IsKept)
            return;

        using var timer = new PeriodicTimer(options.Value.LoadInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            NoteWhoIsHere();
            await FlushAsync(stoppingToken);
        }
    }

    private void NoteWhoIsHere()
    {
        if (clock.GetElapsedTime(_seenAt) < options.Value.HeartbeatInterval)
            return;

        _seenAt = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            foreach (var bot in _live.Keys)
                _notes.TryAdd(bot, new BotMappingChange(bot, BotMappingKind.Seen, now));
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, BotMappingChange> notes;
        lock (_gate)
            (notes, _notes) = (_notes, []);

        try
        {
            // Whoever ran here before and was killed has left its bots connected.
            if (!_isCleared)
                await store.ClearAsync(Server, cancellationToken);
            _isCleared = true;
            if (notes.Count > 0)
                await WriteAsync(notes.Values, cancellationToken);
            _isInTrouble = false;
        }
        catch (StorageRejectedException exception)
        {
            Log.BotMappingRefused(logger, exception, notes.Count);
        }
        catch (StorageUnavailableException exception)
        {
            PutBack(notes);
            if (!_isInTrouble)
                Log.BotMappingNotWritten(logger, exception, notes.Count);
            _isInTrouble = true;
        }
    }

    // One bot whose name the table does not take must not keep the others out.
    private async Task WriteAsync(IReadOnlyCollection<BotMappingChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await store.ApplyAsync(Server, changes, cancellationToken);
        }
        catch (StorageRejectedException) when (changes.Count > 1)
        {
            foreach (var change in changes)
            {
                try
                {
                    await store.ApplyAsync(Server, [change], cancellationToken);
                }
                catch (StorageRejectedException exception)
                {
                    Log.BotMappingRefused(logger, exception, bots: 1);
                }
            }
        }
    }

    // What has happened since goes before.
    private void PutBack(Dictionary<string, BotMappingChange> notes)
    {
        lock (_gate)
        {
            foreach (var (bot, change) in notes)
                _notes.TryAdd(bot, change);
        }
    }
}
