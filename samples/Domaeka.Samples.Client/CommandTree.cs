using System.CommandLine;
using Domaeka.Samples.Client.Commands;

namespace Domaeka.Samples.Client;

/// <summary>The commands of this program.</summary>
public static class CommandTree
{
    /// <summary>Runs one command line.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter errors, CancellationToken cancellationToken = default)
    {
        var session = new SessionOptions(output, errors);
        var root = new RootCommand("Talks to a Domaeka server over gRPC: approves phones and rooms, pushes notices, looks at the server.")
        {
            ServerCommands.Status(session),
            DeviceCommands.Create(session),
            RoomCommands.Create(session),
            SendCommand.Create(session),
            ScheduleCommands.Create(session),
            MessageCommands.Create(session),
            MessageCommands.Explain(session),
            WatchCommand.Create(session),
            EventsCommand.Create(session),
            LogsCommand.Create(session),
            BlockCommands.Create(session),
            KeyCommands.Create(session),
            ServerCommands.Processes(session),
            DrainCommands.Drain(session),
            DrainCommands.Cancel(session),
        };
        session.AddTo(root);

        var parsed = root.Parse(arguments);
        var exitCode = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false }, cancellationToken);
        return parsed.Errors.Count > 0 ? ExitCodes.WrongUsage : exitCode;
    }
}
