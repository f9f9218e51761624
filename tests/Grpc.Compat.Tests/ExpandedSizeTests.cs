#if !UPSTREAM_PACKAGES
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Compat.Tests;

/// <summary>
/// Where the stand-in is stricter than the genuine packages, which hold the limits against the compressed size only, and
/// more lenient, in that it splits lists of binary headers as the protocol asks.
/// </summary>
public sealed class ExpandedSizeTests
{
    [Fact]
    public async Task Server_SmallMessageThatExpandsBeyondTheLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync();
        var bomb = RawCall.Gzip(new byte[300_000_000]);
        Assert.True(bomb.Length < 1_000_000);
        var frame = RawCall.Frame(bomb, flag: 1);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var raw = await RawCall.SendAsync(server, frame, headers: ("grpc-encoding", "gzip")).DefaultTimeout();

        Assert.Equal("8", raw.GrpcStatus);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 60_000_000);
    }

    [Fact]
    public async Task Client_SmallMessageThatExpandsBeyondTheLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync(
            new Handlers { Echo = (_, _) => Task.FromResult(new TestReply { Payload = ByteString.CopyFrom(new byte[100_000]) }) },
            options => options.ResponseCompressionAlgorithm = "gzip");
        using var channel = server.CreateChannel(new GrpcChannelOptions { MaxReceiveMessageSize = 10_000 });

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Server_ListOfBinaryHeaders_IsSplit()
    {
        List<byte[]>? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = [.. context.RequestHeaders.GetAll("blob-bin").Select(entry => entry.ValueBytes)];
                return Task.FromResult(new TestReply());
            },
        });

        var raw = await RawCall.SendAsync(
            server,
            RawCall.Frame(new TestRequest()),
            headers: ("blob-bin", "AQ,Ag==, AwQ")).DefaultTimeout();

        Assert.Equal("0", raw.GrpcStatus);
        Assert.Equal([[1], [2], [3, 4]], seen);
    }
}
#endif
