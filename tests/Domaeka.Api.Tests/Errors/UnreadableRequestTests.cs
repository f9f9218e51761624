using Domaeka.Api.Tests.Support;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Errors;

public sealed class UnreadableRequestTests
{
    public static TheoryData<string, byte[]> Unreadable => new()
    {
        // A field of 127 bytes of which there is one; a wrong compression flag.
        { "/domaeka.v1.MessageService/SendMessage", [0, 0, 0, 0, 3, 0x0A, 0x7F, 0x41] },
        { "/domaeka.v1.MessageService/SendMessage", [7, 0, 0, 0, 1, 0] },
        { "/grpc.health.v1.Health/Check", [0, 0, 0, 0, 3, 0x0A, 0x7F, 0x41] },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Call_BytesAreNoMessage_IsInternalAndLoggedInOneLine(string path, byte[] body)
    {
        using var log = new TestLog();
        var api = await ApiHost.StartAsync(
            ["--Logging:LogLevel:Default=Information", "--Logging:LogLevel:Microsoft=Warning"],
            builder => builder.Services.AddSingleton<ILoggerProvider>(log));

        for (var i = 0; i < 3; i++)
        {
            var answer = await RawRpc.SendAsync(api.Host.GrpcAddress, path, new ByteArrayContent(body), api.AdminKey);
            Assert.Equal(StatusCode.Internal, answer.Status);
            Assert.Equal("REQUEST_UNREADABLE", answer.Details.Details.Single().Unpack<ErrorInfo>().Reason);
        }

        Assert.Equal(1, log.Count(5203));
        Assert.DoesNotContain(log.Entries, entry => entry.Text.Contains("   at ", StringComparison.Ordinal));
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Call_TooLarge_KeepsItsStatus()
    {
        var api = await ApiHost.StartAsync(["--Grpc:MaxReceiveMessageBytes=65536"]);

        var answer = await RawRpc.SendAsync(
            api.Host.GrpcAddress,
            "/domaeka.v1.MessageService/SendMessage",
            new ByteArrayContent([0, 0, 1, 0, 1]),
            api.AdminKey);

        Assert.Equal(StatusCode.ResourceExhausted, answer.Status);
        await api.DisposeAsync();
    }
}
