using System.Net;
using System.Net.Sockets;
using Domaeka.Api.Hosting;
using Domaeka.Api.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;

namespace Domaeka.Api.Tests.Hosting;

public sealed class DomaekaProgramTests : IDisposable
{
    private readonly TempDirectory _data = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Run_StoppedFromOutside_TellsWhatToDoAndEndsWell()
    {
        using var stop = new CancellationTokenSource();
        var output = new SignalWriter("What to do next");
        var running = DomaekaProgram.RunAsync(ApiHost.LoopbackSettings(_data.Path), output, _errors, stop.Token);
        await output.Seen.DefaultTimeout();

        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Success, await running.DefaultTimeout());
        var text = output.ToString();
        Assert.Contains("devices approve BOT DEVICE", text, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_data.Path, "admin.key"), text, StringComparison.Ordinal);
        Assert.Contains("CANNOT BE VERIFIED", text, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllText(Path.Combine(_data.Path, "admin.key")).Trim(), text, StringComparison.Ordinal);
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public async Task Run_WrongSetting_EndsWithItsName()
    {
        var exitCode = await DomaekaProgram.RunAsync(["--Tcp:Port=-1"], _output, _errors).DefaultTimeout();

        Assert.Equal(ExitCodes.WrongConfiguration, exitCode);
        Assert.Contains("Tcp:Port", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tcp")]
    [InlineData("Grpc")]
    [InlineData("Http")]
    public async Task Run_PortTaken_EndsWithItsName(string section)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var exitCode = await DomaekaProgram
            .RunAsync([.. ApiHost.LoopbackSettings(_data.Path), $"--{section}:Port={port}"], _output, _errors).DefaultTimeout();

        Assert.Equal(ExitCodes.WrongConfiguration, exitCode);
        Assert.Contains($"{section}:Port is {port}", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnePortForTwo_EndsWithBothNames()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var exitCode = await DomaekaProgram.RunAsync(
            [.. ApiHost.LoopbackSettings(_data.Path), $"--Grpc:Port={port}", $"--Http:Port={port}", "--Http:Address=*"], _output, _errors)
            .DefaultTimeout();

        Assert.Equal(ExitCodes.WrongConfiguration, exitCode);
        Assert.Contains($"Http:Port and Grpc:Port are both {port}", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_data.Path, "admin.key")));
    }

    [Fact]
    public async Task Run_DatabaseCannotBeOpened_EndsWithOneLine()
    {
        var path = Path.Combine(_data.Path, "not-a-database.db");
        await File.WriteAllTextAsync(path, new string('x', 10_000));

        var exitCode = await DomaekaProgram.RunAsync(
            [.. ApiHost.LoopbackSettings(_data.Path), $"--Storage:ConnectionString=Data Source={path}"], _output, _errors).DefaultTimeout();

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains("database cannot be used", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_PhoneConnected_IsToldToComeBack()
    {
        var api = await ApiHost.StartAsync();
        await using var phone = await api.ConnectPhoneAsync("stop", "d1");

        await api.DisposeAsync();

        Assert.Equal(TimeSpan.FromSeconds(60), (await phone.NextAsync<ServerShutdownLine>()).ReconnectAfter);
        await phone.Closed.DefaultTimeout();
    }

    private sealed class SignalWriter(string signal) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override Task WriteAsync(string? value)
        {
            Write(value);
            if (value?.Contains(signal, StringComparison.Ordinal) == true)
                _seen.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
