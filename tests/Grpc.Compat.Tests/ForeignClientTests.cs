using Domaeka.TestKit.Processes;

namespace Grpc.Compat.Tests;

/// <summary>A client that is none of ours (the C core, from Python) drives the server.</summary>
public sealed class ForeignClientTests
{
    private static readonly string[] Checks =
    [
        "unary", "unary_empty", "unary_large", "unary_many_at_once",
        "server_streaming", "server_streaming_with_flow_control",
        "client_streaming", "client_streaming_empty", "duplex_ping_pong",
        "status_with_detail_and_trailers", "status_after_messages", "exception_is_unknown",
        "method_not_implemented", "service_not_implemented",
        "deadline_reaches_the_server", "deadline_passes", "unary_cancelled", "stream_cancelled",
        "metadata_both_ways", "initial_metadata_before_the_reply",
        "gzip_both_ways", "deflate", "status_details", "request_too_large",
    ];

    [Fact]
    public async Task Server_DrivenByPython_PassesItsChecks()
    {
        await using var server = await TestServer.StartAsync(
            ForeignHandlers.Create(),
            options => options.ResponseCompressionAlgorithm = "gzip");
        await using var script = PythonScript.Start(
            "grpc_client.py",
            new Uri(server.Address).Authority,
            Path.Combine(AppContext.BaseDirectory, "protos", "compat_test.proto"));

        var lines = await script.ReadLinesAsync();
        var (exitCode, errors) = await script.WaitForExitAsync();

        Assert.True(lines.Count > Checks.Length, errors);
        Assert.Equal([.. Checks.Select(check => $"ok {check}"), $"{Checks.Length} passed, 0 failed"], lines);
        Assert.True(exitCode == 0, errors);
    }
}
