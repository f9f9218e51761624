using System.Diagnostics;
using System.Globalization;

namespace Domaeka.TestKit.MariaDb;

/// <summary>A MariaDB server of the tests' own, started by <c>tests/mariadb/start.sh</c>. It ends with this process, whatever becomes of it.</summary>
public sealed class PrivateMariaDb : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly string _directory;
    private bool _disposed;

    private PrivateMariaDb(IReadOnlyDictionary<string, string> printed)
    {
        _directory = printed["DIRECTORY"];
        Port = int.Parse(printed["PORT"], CultureInfo.InvariantCulture);
        ProcessId = int.Parse(printed["PID"], CultureInfo.InvariantCulture);
        ConnectionString = printed["CONNECTION"];
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Of an account that may do everything; names no database.</summary>
    public string ConnectionString { get; }

    /// <summary>The port on 127.0.0.1, the same after a restart.</summary>
    public int Port { get; }

    /// <summary>The server's process.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The certificate of the authority that signed the server's, as a PEM file.</summary>
    public string AuthorityFile => Path.Combine(_directory, "ca.pem");

    /// <summary>Makes a data directory and starts a server on it.</summary>
    /// <param name="serverOptions">Further options of <c>mariadbd</c>, separated by blanks.</param>
    /// <exception cref="InvalidOperationException">It cannot be started; the message says what is missing.</exception>
    public static async Task<PrivateMariaDb> StartAsync(string serverOptions = "") => new(await RunStartAsync(serverOptions));

    /// <summary>Ends the server's process at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(ProcessId);
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(StartLimit);
    }

    /// <summary>Holds the server's process, so that it accepts connections and answers nothing, until <see cref="ResumeAsync"/>.</summary>
    public async Task SuspendAsync()
    {
        await SignalAsync("STOP");

        // The signal is on its way to each thread.
        await Eventually.TrueAsync(() => Directory.GetDirectories($"/proc/{ProcessId}/task").All(IsStopped));
    }

    /// <summary>Lets the process go on.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Starts a server that was killed again, on the same data and port.</summary>
    public async Task RestartAsync()
    {
        var printed = await RunStartAsync("", _directory, Port.ToString(CultureInfo.InvariantCulture));
        ProcessId = int.Parse(printed["PID"], CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "mariadb", name);

    private static async Task<Dictionary<string, string>> RunStartAsync(string serverOptions, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Script("start.sh"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DOMAEKA_TEST_PARENT"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOMAEKA_TEST_MARIADB_IN_MEMORY"] = "1";
        start.Environment["DOMAEKA_TEST_MARIADB_OPTIONS"] = serverOptions;

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(StartLimit);
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The tests need a MariaDB server, and none could be started. {await errors}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(StartLimit);
    }

    // The state stands behind the name in brackets (proc_pid_stat(5)).
    private static bool IsStopped(string thread)
    {
        var state = File.ReadAllText(Path.Combine(thread, "stat"));
        return state[(state.LastIndexOf(')') + 1)..].TrimStart().StartsWith('T');
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Stop();

    private void Stop()
    {
        if (_disposed)
            return;
        _disposed = true;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        using var stop = Process.Start("bash", [Script("stop.sh"), _directory]);
        stop.WaitForExit(StartLimit);
    }
}
