using System.CommandLine;
using System.Globalization;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>drain</c> and <c>cancel-drain</c>: sends a server's phones away, and lets them in again.</summary>
public static class DrainCommands
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    /// <summary><c>drain</c>.</summary>
    public static Command Drain(SessionOptions session)
    {
        var reconnectAfter = new Option<double?>("--reconnect-after") { Description = "Seconds after which the phones should come back." };
        var to = new Option<string?>("--to") { Description = "host:port of another server that the phones are to go on with, a few per second." };
        var rate = new Option<int>("--rate") { Description = "With --to: how many phones are told each second." };
        var migrateAfter = new Option<double?>("--migrate-after") { Description = "With --to: seconds that a phone goes on here after it was told." };
        var process = ProcessOption();
        var watch = new Option<bool>("--watch") { Description = "With --to: shows the progress until no phone is left." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only says how many phones would be told." };
        to.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ParseTarget(text) is null)
                result.AddError("--to must look like 10.0.0.7:1490, bots.example.com:1490 or [2001:db8::1]:1490.");
        });
        var command = new Command("drain", "Sends every phone away and takes no new ones, until cancel-drain or a restart of the server.")
        {
            reconnectAfter,
            to,
            rate,
            migrateAfter,
            process,
            watch,
            dryRun,
        };
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new DrainServerRequest
            {
                ValidateOnly = parsed.GetValue(dryRun),
                ProcessName = parsed.GetValue(process) ?? "",
                MigrationTarget = parsed.GetValue(to) is { } target ? ParseTarget(target) : null,
                PhonesPerSecond = parsed.GetValue(rate),
                MigrateAfter = ToDuration(parsed.GetValue(migrateAfter)),
                ReconnectAfter = ToDuration(parsed.GetValue(reconnectAfter)),
            };
            var answer = await call.Server.DrainServerAsync(request, call.Call);
            await call.Output.WriteLineAsync(Summarize(request, answer));
            if (parsed.GetValue(watch) && request is { MigrationTarget: not null, ValidateOnly: false, ProcessName: "" })
                await WatchAsync(call);
            else
                await call.Output.WriteAsync(ServerCommands.Render(answer.Status));
        });
        return command;
    }

    /// <summary><c>cancel-drain</c>.</summary>
    public static Command Cancel(SessionOptions session)
    {
        var process = ProcessOption();
        var command = new Command("cancel-drain", "Ends a drain: phones are let in again.") { process };
        session.SetAction(command, async (parsed, call) =>
        {
            var answer = await call.Server.CancelDrainAsync(new CancelDrainRequest { ProcessName = parsed.GetValue(process) ?? "" }, call.Call);
            await call.Output.WriteAsync(ServerCommands.Render(answer.Status));
        });
        return command;
    }

    private static async Task WatchAsync(Session call)
    {
        while (true)
        {
            var drain = (await call.Server.GetServerStatusAsync(new GetServerStatusRequest(), call.Call)).Status.Drain;
            await call.Output.WriteLineAsync(DrainText.Of(drain));
            if (drain.Phase is DrainPhase.Drained or DrainPhase.Serving)
                return;
            await Task.Delay(WatchInterval, call.Stream.CancellationToken);
        }
    }

    private static string Summarize(DrainServerRequest request, DrainServerResponse answer) => request switch
    {
        { ValidateOnly: true } => $"{answer.ConnectionsTold} phones would be told to leave.",
        { ProcessName.Length: > 0 } => $"{request.ProcessName} was asked; it had {answer.ConnectionsTold} phones.",
        { MigrationTarget: not null } => $"{answer.ConnectionsTold} phones were told to go, the others follow.",
        _ => $"{answer.ConnectionsTold} phones were told to come back later.",
    };

    private static MigrationTarget? ParseTarget(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new MigrationTarget { Host = text[..colon].Trim('[', ']'), Port = port }
            : null;
    }

    private static Duration? ToDuration(double? seconds) => seconds is { } value ? Duration.FromTimeSpan(TimeSpan.FromSeconds(value)) : null;

    private static Option<string?> ProcessOption() => new("--process") { Description = "The name of another process on the same database." };
}
