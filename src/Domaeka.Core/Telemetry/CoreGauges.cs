using System.Diagnostics.Metrics;
using Domaeka.Core.Chat;
using Domaeka.Core.Commands;
using Domaeka.Core.Connections;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Guard;
using Domaeka.Core.Leases;
using Domaeka.Core.Memory;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;

namespace Domaeka.Core.Telemetry;

/// <summary>What is read from others whenever somebody looks: how much there is now, and what they have counted themselves.</summary>
internal sealed class CoreGauges(
    IConnectionRegistry connections,
    ILaneDispatcher dispatcher,
    IChatLog chatLog,
    DeliveryEngine deliveries,
    CommandMonitor commands,
    IConnectionGuard guard,
    IAddressBlocks blocks,
    InstanceLease lease,
    IMemoryWatch memory,
    PingRecorder pings,
    StorageState storage,
    ChatMetrics chat,
    OutboxMetrics outbox,
    ScheduleMetrics schedules,
    IMeterFactory? factory = null) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Core);
        AddConnections(meter);
        AddWork(meter);
        AddLease(meter);
        AddMemory(meter);
        AddPings(meter);
        chat.Begin();
        outbox.Begin();
        schedules.Begin();
        meter.CreateObservableGauge(
            "domaeka.storage.available", () => storage.IsAvailable ? 1 : 0, "1", "1 while the last uses of the database succeeded, else 0.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void AddConnections(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "domaeka.connection.identified", () => connections.Count, "{connection}", "Connections that have said whose they are.");
        meter.CreateObservableUpDownCounter(
            "domaeka.connection.live", () => connections.LiveCount, "{connection}", "Phones that are connected and have proven themselves.");
        meter.CreateObservableGauge("domaeka.server.draining", () => connections.IsDraining ? 1 : 0, "1", "1 while the server sends its phones away.");
        meter.CreateObservableCounter("domaeka.guard.refused", ReadRefusals, "{connection}", "Connections that the guard did not let in, by reason.");
        meter.CreateObservableCounter(
            "domaeka.guard.unverified.ended", () => guard.EndedUnverified, "{connection}", "Connections that ended without having proven themselves.");
        meter.CreateObservableUpDownCounter(
            "domaeka.guard.unverified", () => guard.Unverified, "{connection}", "Open connections that have not proven themselves.");
        meter.CreateObservableUpDownCounter("domaeka.guard.blocks", () => blocks.List().Count, "{block}", "Blocks of addresses in force.");
    }

    private IEnumerable<Measurement<long>> ReadRefusals() =>
    [
        new(guard.RefusedBlocked, MetricLabels.Tag("reason", MetricLabels.Of(ConnectionVerdict.Blocked))),
        new(guard.RefusedUnverified, MetricLabels.Tag("reason", MetricLabels.Of(ConnectionVerdict.TooManyUnverified))),
    ];

    private void AddWork(Meter meter)
    {
        meter.CreateObservableUpDownCounter("domaeka.chat_log.backlog", () => chatLog.Backlog, "{line}", "Chat lines that wait for their commit.");
        meter.CreateObservableUpDownCounter("domaeka.command.queued", () => dispatcher.Waiting, "{command}", "Commands that wait in their lanes.");
        meter.CreateObservableUpDownCounter("domaeka.command.running", () => dispatcher.Running, "{command}", "Commands that run.");
        meter.CreateObservableUpDownCounter(
            "domaeka.command.stuck",
            () => commands.Commands.Select(command => new Measurement<int>(command.StuckRuns, MetricLabels.Tag("command", command.Trigger))),
            "{command}",
            "Runs of commands that go on behind their time-out, by command.");
        meter.CreateObservableGauge(
            "domaeka.command.circuit.open",
            () => commands.Commands
                .Where(command => command.Circuit != CircuitState.None)
                .Select(command => new Measurement<int>(
                    command.Circuit == CircuitState.Closed ? 0 : 1, MetricLabels.Tag("command", command.Trigger))),
            "1",
            "1 while a command is not called since what it calls fails, by command; only commands that have a circuit breaker.");
        meter.CreateObservableUpDownCounter(
            "domaeka.outbox.pending", () => deliveries.PendingCount, "{message}", "Messages of this process that have not come to their end.");
        meter.CreateObservableGauge(
            "domaeka.outbox.window.full",
            () => deliveries.BusyPhones,
            "{phone}",
            "Connected phones that have messages waiting and take no more until they confirm what is under way.");
    }

    private void AddLease(Meter meter)
    {
        meter.CreateObservableGauge(
            "domaeka.lease.held", () => lease.Instance == 0 ? 0 : 1, "1", "1 while this process has its lease on the database, without which nothing is sent.");
        meter.CreateObservableGauge(
            "domaeka.lease.holders", () => lease.Holders.Count, "{process}", "Processes that held a lease on the database when last looked, this one included.");
    }

    private void AddMemory(Meter meter)
    {
        meter.CreateObservableUpDownCounter("domaeka.memory.used", () => memory.Reading.UsedBytes, "By", "Memory that counts against the limit.");
        meter.CreateObservableUpDownCounter("domaeka.memory.limit", () => memory.Reading.LimitBytes, "By", "The limit; 0 when it is not known.");
        meter.CreateObservableGauge(
            "domaeka.memory.pressure", () => (int)memory.Pressure, "1", "0: none; 1: memory is short; 2: so short that new phones are refused.");
    }

    private void AddPings(Meter meter)
    {
        meter.CreateObservableUpDownCounter("domaeka.ping_log.backlog", () => pings.Waiting, "{row}", "Rows of pings that wait to be written.");
        meter.CreateObservableCounter("domaeka.ping_log.rows", ReadPingRows, "{row}", "Rows of pings that were written, dropped or refused by the database.");
    }

    private IEnumerable<Measurement<long>> ReadPingRows() =>
    [
        new(pings.Written, MetricLabels.Tag("outcome", "written")),
        new(pings.Dropped, MetricLabels.Tag("outcome", "dropped")),
        new(pings.Refused, MetricLabels.Tag("outcome", "refused")),
    ];
}
