using System.Diagnostics;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>A program of ours in a process of its own.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;

    private RunningProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError))
            .ContinueWith(_ => Output.Complete(), TaskScheduler.Default);
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>What it printed, to standard output and standard error.</summary>
    public ProgramOutput Output { get; } = new();

    /// <summary>Starts a program.</summary>
    /// <param name="assembly">Path of its assembly.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="workingDirectory">Where it runs; null means where the tests run.</param>
    /// <param name="wrapper">Program and arguments that start it in their turn; null for none.</param>
    public static RunningProgram Start(
        string assembly, IEnumerable<string> arguments, string? workingDirectory = null, IReadOnlyList<string>? wrapper = null)
    {
        Assert.True(File.Exists(assembly), $"{assembly} is not built.");
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

        // Whoever runs the tests in the background ignores SIGINT, and programs inherit that.
        string[] line = ["env", "--default-signal=INT,QUIT", .. wrapper ?? [], host, assembly, .. arguments];
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };

        // Settings and keys of whoever runs the tests are none of theirs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DOMAEKA_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);

        // A proxy of the environment must not get between two processes on the loopback.
        start.Environment["no_proxy"] = "127.0.0.1";

        // Each lives for seconds: what the runtime would learn for a long life costs more than it brings.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line).DefaultTimeout();
        await _process.StandardInput.FlushAsync().DefaultTimeout();
    }

    /// <summary>Ends the input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits until a line with this text was printed, and returns it.</summary>
    public Task<string> WaitForOutputAsync(string part) => Output.WaitForAsync(part).DefaultTimeout();

    /// <summary>Asks it to stop, as <c>kill</c> and systemd do.</summary>
    public void Terminate() => Signals.Send(_process.Id, Signals.Terminate);

    /// <summary>Ends it at once, as the kernel does when memory runs out: nothing in it gets a say.</summary>
    public void Kill() => Signals.Send(_process.Id, Signals.Kill);

    /// <summary>Holds it where it is, its connections open, until <see cref="Resume"/>.</summary>
    public void Suspend() => Signals.Send(_process.Id, Signals.Stop);

    /// <summary>Ends <see cref="Suspend"/>.</summary>
    public void Resume() => Signals.Send(_process.Id, Signals.Continue);

    /// <summary>Waits for its end and the end of its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().DefaultTimeout();
        await _reading.DefaultTimeout();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        // Only this process, by its id: the test started it.
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
            Output.Add(line);
    }
}
