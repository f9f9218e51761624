using System.IO.Compression;
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Compat.Tests;

public sealed class CompressionTests
{
    private static readonly ByteString Compressible = ByteString.CopyFrom(new byte[50_000]);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Request_CompressionAskedFor_ArrivesExpanded(string encoding)
    {
        string? seen = null;
        long? length = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (request, context) =>
            {
                var headers = context.GetHttpContext().Request.Headers;
                seen = headers["grpc-encoding"];
                length = request.Payload.Length;
                return Task.FromResult(new TestReply { Payload = request.Payload });
            },
        });
        using var channel = server.CreateChannel();

        var reply = await new Tester.TesterClient(channel).EchoAsync(
            new TestRequest { Payload = Compressible },
            new Metadata { { "grpc-internal-encoding-request", encoding } }).ResponseAsync.DefaultTimeout();

        Assert.Equal(encoding, seen);
        Assert.Equal(50_000, length);
        Assert.Equal(Compressible, reply.Payload);
    }

    [Fact]
    public async Task Request_NoCompressFlag_IsSentPlain()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var options = new CallOptions(
            new Metadata { { "grpc-internal-encoding-request", "gzip" } },
            writeOptions: new WriteOptions(WriteFlags.NoCompress));

        var reply = await new Tester.TesterClient(channel)
            .EchoAsync(new TestRequest { Payload = Compressible }, options).ResponseAsync.DefaultTimeout();

        Assert.Equal(Compressible, reply.Payload);
    }

    [Fact]
    public async Task RequestStream_Compressed_ArrivesExpanded()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Chat(new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        foreach (var text in new[] { "one", new string('x', 100_000), "three" })
        {
            await call.RequestStream.WriteAsync(new TestRequest { Text = text }).DefaultTimeout();
            Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync().DefaultTimeout();
    }

    [Fact]
    public async Task Response_AlgorithmAccepted_IsCompressedOnTheWire()
    {
        await using var server = await TestServer.StartAsync(options: options =>
        {
            options.ResponseCompressionAlgorithm = "gzip";
            options.ResponseCompressionLevel = CompressionLevel.Optimal;
        });

        var raw = await RawCall.SendAsync(
            server,
            RawCall.Frame(new TestRequest { Payload = Compressible }),
            headers: ("grpc-accept-encoding", "identity, gzip")).DefaultTimeout();

        Assert.Equal("gzip", raw.Headers.GetValues("grpc-encoding").Single());
        Assert.Equal(1, raw.Body[0]);
        Assert.True(raw.Body.Length < 1_000);
        using var gzip = new GZipStream(new MemoryStream(raw.Body, 5, raw.Body.Length - 5), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        Assert.Equal(Compressible, TestReply.Parser.ParseFrom(plain.ToArray()).Payload);
    }

    [Fact]
    public async Task Response_AlgorithmNotAccepted_IsPlain()
    {
        await using var server = await TestServer.StartAsync(options: options => options.ResponseCompressionAlgorithm = "gzip");

        var raw = await RawCall.SendAsync(
            server,
            RawCall.Frame(new TestRequest { Payload = Compressible }),
            headers: ("grpc-accept-encoding", "identity")).DefaultTimeout();

        Assert.Equal(0, raw.Body[0]);
        Assert.True(raw.Body.Length > 50_000);
    }

    [Fact]
    public async Task Response_CompressedOfAnyKind_IsReadByTheClient()
    {
        await using var server = await TestServer.StartAsync(options: options => options.ResponseCompressionAlgorithm = "gzip");
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        Assert.Equal(Compressible, (await client.EchoAsync(new TestRequest { Payload = Compressible }).ResponseAsync.DefaultTimeout()).Payload);
        using var call = client.Download(new TestRequest { Payload = Compressible, Count = 3 });
        var count = 0;
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal(Compressible, reply.Payload);
            count++;
        }

        Assert.Equal(3, count);
    }

    [Fact]
    public async Task Response_NoCompressFlag_IsPlain()
    {
        await using var server = await TestServer.StartAsync(
            new Handlers
            {
                Echo = (request, context) =>
                {
                    context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
                    return Task.FromResult(new TestReply { Payload = request.Payload });
                },
            },
            options => options.ResponseCompressionAlgorithm = "gzip");

        var raw = await RawCall.SendAsync(
            server,
            RawCall.Frame(new TestRequest { Payload = Compressible }),
            headers: ("grpc-accept-encoding", "gzip")).DefaultTimeout();

        Assert.Equal(0, raw.Body[0]);
    }

    [Fact]
    public async Task Response_AlgorithmOfOneService_WinsOverAll()
    {
        await using var server = await TestServer.StartAsync(services: services => services.AddGrpc()
            .AddServiceOptions<DelegatingTester>(options => options.ResponseCompressionAlgorithm = "gzip"));

        var raw = await RawCall.SendAsync(
            server,
            RawCall.Frame(new TestRequest { Payload = Compressible }),
            headers: ("grpc-accept-encoding", "gzip")).DefaultTimeout();

        Assert.Equal(1, raw.Body[0]);
    }

    [Fact]
    public async Task Request_UnknownEncoding_IsUnimplemented()
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(
            server,
            RawCall.Frame(new TestRequest(), flag: 1),
            headers: ("grpc-encoding", "snappy")).DefaultTimeout();

        Assert.Equal("12", raw.GrpcStatus);
        var supported = raw.Headers.GetValues("grpc-accept-encoding").Single();
        Assert.Contains("gzip", supported);
        Assert.DoesNotContain("snappy", supported);
    }

    [Fact]
    public async Task Request_CompressedWithoutEncoding_IsInternal()
    {
        await using var server = await TestServer.StartAsync();

        var missing = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest(), flag: 1)).DefaultTimeout();
        var identity = await RawCall.SendAsync(
            server,
            RawCall.Frame(new TestRequest(), flag: 1),
            headers: ("grpc-encoding", "identity")).DefaultTimeout();

        Assert.Equal("13", missing.GrpcStatus);
        Assert.Equal("13", identity.GrpcStatus);
    }

    [Fact]
    public async Task Request_CorruptGzip_FailsTheCallOnly()
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(
            server,
            RawCall.Frame([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], flag: 1),
            headers: ("grpc-encoding", "gzip")).DefaultTimeout();
        var next = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest())).DefaultTimeout();

        Assert.NotEqual("0", raw.GrpcStatus);
        Assert.Equal("0", next.GrpcStatus);
    }

    [Fact]
    public async Task Client_OffersItsEncodings()
    {
        string? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.GetHttpContext().Request.Headers["grpc-accept-encoding"];
                return Task.FromResult(new TestReply());
            },
        });
        using var channel = server.CreateChannel(new GrpcChannelOptions());

        await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Contains("identity", seen!.Split(','));
        Assert.Contains("gzip", seen.Split(','));
    }
}
