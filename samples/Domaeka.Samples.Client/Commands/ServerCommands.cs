using System.CommandLine;
using System.Globalization;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>status</c> and <c>processes</c>: the server itself.</summary>
public static class ServerCommands
{
    /// <summary><c>status</c>.</summary>
    public static Command Status(SessionOptions session)
    {
        var command = new Command("status", "Shows what the server is doing.");
        session.SetAction(command, async (_, call) =>
        {
            var answer = await call.Server.GetServerStatusAsync(new GetServerStatusRequest(), call.Call);
            await call.Output.WriteAsync(Render(answer.Status));
            await WriteProcessesAsync(call);
        });
        return command;
    }

    /// <summary><c>processes</c>.</summary>
    public static Command Processes(SessionOptions session)
    {
        var command = new Command("processes", "Lists the server processes that share the database.");
        session.SetAction(command, async (_, call) =>
        {
            await call.Output.WriteAsync(Render(await ListProcessesAsync(call)));
        });
        return command;
    }

    // The status is told also while the database is away, which knows the processes.
    private static async Task WriteProcessesAsync(Session call)
    {
        try
        {
            var processes = await ListProcessesAsync(call);
            await call.Output.WriteLineAsync();
            await call.Output.WriteAsync(Render(processes));
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
        {
            await call.Output.WriteLineAsync("\nThe processes cannot be read.");
        }
    }

    private static async Task<List<ServerProcess>> ListProcessesAsync(Session call)
    {
        var request = new ListServerProcessesRequest { PageSize = ListFilter.PageSize };
        var processes = new List<ServerProcess>();
        do
        {
            var page = await call.Server.ListServerProcessesAsync(request, call.Call);
            processes.AddRange(page.Processes);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return processes;
    }

    private static string Render(List<ServerProcess> processes) => Table.Render(
        ["NAME", "SERVER", "PID", "PORT", "STATUS", "LAST REPORT", "PHONES", "SERVER'S PHONES", "CPU %", "MEMORY MB"],
        processes.Select(process => new[]
        {
            process.ProcessName,
            ServerOf(process),
            Number(process.Pid),
            Number(process.Port),
            Words.Of(process.Status),
            ReportOf(process),
            process.LiveDevices is { } live ? Number(live) : "-",
            PhonesOf(process.Server),
            process.CpuUsagePercent.ToString("0.0", CultureInfo.InvariantCulture),
            process.MemoryUsageMegabytes.ToString("0", CultureInfo.InvariantCulture),
        }));

    private static string ReportOf(ServerProcess process) =>
        process.HeartbeatTime.Seconds <= 0 ? "never" : $"{Number((long)process.HeartbeatAge.ToTimeSpan().TotalSeconds)} s ago";

    /// <summary>A server's state, a line for each part of it.</summary>
    internal static string Render(ServerStatus status) => Table.RenderFields(
        ("version", status.Version),
        ("running since", Words.Of(status.StartTime)),
        ("phones", $"{status.LiveDevices} live, {status.Connections} connected"),
        ("commands", $"{status.RunningCommands} running, {status.QueuedCommands} waiting"),
        ("lines", $"{status.LinesReceived} received, {status.DuplicatesDropped} duplicates, {status.ChatLogBacklog} not yet stored"),
        ("replies", Number(status.RepliesSent)),
        ("messages", $"{status.PendingMessages} on their way"),
        ("database", $"{status.StorageProvider}, {(status.StorageAvailable ? "available" : "NOT AVAILABLE")}"),
        ("memory", MemoryOf(status.Memory)),
        ("cut off", ListOf(status.Commands.Where(command => command.CircuitState is CircuitState.Open or CircuitState.HalfOpen).Select(command => command.Trigger))),
        ("hanging", ListOf(status.StuckCommands.Select(run => $"{run.Trigger} in {run.Room} since {Words.Of(run.StartTime)}"))),
        ("draining", DrainText.Of(status.Drain)));

    private static string MemoryOf(MemoryStatus memory) => memory.LimitBytes <= 0 ? "-"
        : $"{Number(memory.UsedBytes >> 20)} of {Number(memory.LimitBytes >> 20)} MB{(memory.Pressure > MemoryPressure.None ? ", SHORT" : "")}";

    private static string ListOf(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } list ? list : "-";

    private static string ServerOf(ServerProcess process) => process.Server is not { } server ? "-"
        : $"{(server.ServerName.Length > 0 ? server.ServerName : Number(server.ServerId))} ({server.Status})";

    private static string PhonesOf(ServerMachine? server) => server is null ? "-"
        : $"{server.CurrentBots} of {(server.MaxBots > 0 ? Number(server.MaxBots) : "any number")}";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
