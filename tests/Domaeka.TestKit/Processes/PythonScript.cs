using System.Diagnostics;
using Xunit;

namespace Domaeka.TestKit.Processes;

/// <summary>A running script of <c>tests/foreign</c>. Debian's Python unless <c>DOMAEKA_PYTHON</c> names another.</summary>
public sealed class PythonScript : IAsyncDisposable
{
    private const string Missing =
        "The foreign programs need Python: apt-get install python3-cryptography python3-grpcio python3-grpc-tools, or set DOMAEKA_PYTHON to an interpreter that has them.";

    private static readonly TimeSpan Limit = TestTimeouts.Default * 4;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private PythonScript(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a script. Fails the test when Python is missing.</summary>
    /// <param name="script">The file's name in the folder <c>foreign</c> beside the test assembly.</param>
    /// <param name="arguments">What the script is given.</param>
    public static PythonScript Start(string script, params string[] arguments)
    {
        var python = Environment.GetEnvironmentVariable("DOMAEKA_PYTHON") is { Length: > 0 } chosen ? chosen : "/usr/bin/python3";
        Assert.True(File.Exists(python), $"{python} is not there. {Missing}");

        var start = new ProcessStartInfo(python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "foreign", script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // A proxy of the environment must not get between two processes on the loopback.
        start.Environment["no_proxy"] = "127.0.0.1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        return new PythonScript(Process.Start(start)!);
    }

    /// <summary>
    /// Every line that is still printed, until the script closes its output. Fails the test when the Python packages are missing.
    /// </summary>
    public async Task<IReadOnlyList<string>> ReadLinesAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
            lines.Add(line);
        return lines;
    }

    /// <summary>The next printed line; null at the end. Fails the test when the Python packages are missing.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        Assert.False(line is not null && line.StartsWith("missing:", StringComparison.Ordinal), $"{line} {Missing}");
        return line;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>Exit code and what was printed to standard error.</returns>
    public async Task<(int ExitCode, string Errors)> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return (_process.ExitCode, await _errors);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
