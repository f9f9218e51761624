using System.Globalization;
using Domaeka.Compat.Test;
using Domaeka.TestKit.Processes;
using Grpc.Net.Client;

namespace Grpc.Compat.Tests;

/// <summary>A server that is none of ours (the C core, from Python), for all tests of a class.</summary>
public sealed class ForeignServer : IAsyncLifetime, IDisposable
{
    private PythonScript? _script;
    private GrpcChannel? _channel;

    internal Tester.TesterClient Client { get; private set; } = null!;

    internal Stranger.StrangerClient Stranger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _script = PythonScript.Start(
            "grpc_server.py",
            Path.Combine(AppContext.BaseDirectory, "protos", "compat_test.proto"));
        var line = await _script.ReadLineAsync();
        Assert.True(line?.StartsWith("listening ", StringComparison.Ordinal), $"The foreign server said: {line}");
        var port = int.Parse(line!["listening ".Length..], CultureInfo.InvariantCulture);
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        Client = new Tester.TesterClient(_channel);
        Stranger = new Stranger.StrangerClient(_channel);
    }

    public void Dispose() => _channel?.Dispose();

    public async Task DisposeAsync()
    {
        if (_script is not null)
            await _script.DisposeAsync();
    }
}
