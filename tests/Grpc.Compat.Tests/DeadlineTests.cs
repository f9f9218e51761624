using System.Net;
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Compat.Tests;

public sealed class DeadlineTests
{
    [Fact]
    public async Task Deadline_None_IsMaxValue()
    {
        Assert.Equal(DateTime.MaxValue, await DeadlineSeenAsync(null));
    }

    [Fact]
    public async Task Deadline_Set_ReachesTheHandler()
    {
        var deadline = DateTime.UtcNow.AddMinutes(5);

        var seen = await DeadlineSeenAsync(deadline);

        Assert.Equal(DateTimeKind.Utc, seen.Kind);
        Assert.InRange(seen, deadline.AddSeconds(-10), deadline.AddSeconds(30));
    }

    [Fact]
    public async Task Deadline_YearsAway_IsAccepted()
    {
        var seen = await DeadlineSeenAsync(DateTime.UtcNow.AddYears(10));

        Assert.True(seen > DateTime.UtcNow.AddYears(3));
    }

    [Fact]
    public async Task Deadline_Passes_BothSidesLearnOfIt()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(new Handlers { Echo = (_, context) => WaitForCancel(context, cancelled) });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel)
            .EchoAsync(new TestRequest(), deadline: DateTime.UtcNow.AddSeconds(3));

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        await cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Deadline_PassesInAStream_EndsIt()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, context) =>
            {
                await responses.WriteAsync(new TestReply { Count = 1 });
                await WaitForCancel(context, cancelled);
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel)
            .Download(new TestRequest(), deadline: DateTime.UtcNow.AddSeconds(3));

        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().DefaultTimeout());

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Deadline_PassesWhileTheClientDoesNotRead_ReleasesTheHandler()
    {
        var ended = new TaskCompletionSource<Exception?>();
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, _) => ended.SetResult(await Record.ExceptionAsync(async () =>
            {
                var reply = new TestReply { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[100_000]) };
                while (true)
                    await responses.WriteAsync(reply);
            })),
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel)
            .Download(new TestRequest(), deadline: DateTime.UtcNow.AddSeconds(3));
        await call.ResponseHeadersAsync.DefaultTimeout();

        Assert.NotNull(await ended.Task.DefaultTimeout());
    }

    [Fact]
    public async Task Deadline_InThePast_NeverReachesTheServer()
    {
        var called = false;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, _) =>
            {
                called = true;
                return Task.FromResult(new TestReply());
            },
        });
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        var error = await Assert.ThrowsAsync<RpcException>(
            () => client.EchoAsync(new TestRequest(), deadline: DateTime.UtcNow.AddSeconds(-1)).ResponseAsync.DefaultTimeout());
        var atMinimum = await Assert.ThrowsAsync<RpcException>(
            () => client.EchoAsync(new TestRequest(), deadline: DateTime.MinValue).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, atMinimum.StatusCode);
        Assert.False(called);
    }

    [Fact]
    public async Task Deadline_NotUtc_IsRefused()
    {
        using var channel = GrpcChannel.ForAddress("http://127.0.0.1:1");
        var client = new Tester.TesterClient(channel);
        var local = DateTime.SpecifyKind(DateTime.UtcNow.AddMinutes(1), DateTimeKind.Local);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.EchoAsync(new TestRequest(), deadline: local));
    }

    [Fact]
    public async Task Wire_TimeoutPasses_ServerAnswersDeadlineExceeded()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(new Handlers { Echo = (_, context) => WaitForCancel(context, cancelled) });

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), headers: ("grpc-timeout", "200m"))
            .DefaultTimeout();

        Assert.Equal("4", raw.GrpcStatus);
        Assert.Equal("Deadline Exceeded", raw.GrpcMessage);
        await cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Wire_TimeoutPassesWhileTheRequestStaysOpen_ReleasesTheReader()
    {
        var ended = new TaskCompletionSource<Exception?>();
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Upload = async (requests, _) =>
            {
                // Without the token of the call: only the end of the HTTP stream can end this.
                ended.SetResult(await Record.ExceptionAsync(() => requests.MoveNext()));
                return new TestReply();
            },
        });
        using var http = server.CreateHttpClient();
        using var content = new OpenContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/domaeka.compat.test.Tester/Upload")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("grpc-timeout", "200m");

        var sending = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.NotNull(await ended.Task.DefaultTimeout());
        content.Close();
        await Record.ExceptionAsync(() => sending.DefaultTimeout());
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("-5S")]
    [InlineData("5s")]
    [InlineData("1.5S")]
    [InlineData("0S")]
    [InlineData("99999999999S")]
    public async Task Wire_InvalidTimeout_IsIgnored(string timeout)
    {
        DateTime? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.Deadline;
                return Task.FromResult(new TestReply());
            },
        });

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), headers: ("grpc-timeout", timeout))
            .DefaultTimeout();

        Assert.Equal("0", raw.GrpcStatus);
        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Theory]
    [InlineData("1H", 3_600)]
    [InlineData("10M", 600)]
    [InlineData("300S", 300)]
    [InlineData("60000m", 60)]
    [InlineData("60000000u", 60)]
    [InlineData("99999999H", 99_999_999)]
    public async Task Wire_TimeoutUnits_AreUnderstood(string timeout, int seconds)
    {
        DateTime? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.Deadline;
                return Task.FromResult(new TestReply());
            },
        });

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), headers: ("grpc-timeout", timeout))
            .DefaultTimeout();

        Assert.Equal("0", raw.GrpcStatus);
        Assert.InRange(seen!.Value, DateTime.UtcNow.AddSeconds(seconds - 40), DateTime.UtcNow.AddSeconds(seconds + 1));
    }

    [Fact]
    public async Task Deadline_ReplyInTime_IsUnaffected()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        for (var i = 0; i < 50; i++)
        {
            var reply = await client
                .EchoAsync(new TestRequest { Text = $"{i}" }, deadline: DateTime.UtcNow.AddMinutes(1)).ResponseAsync.DefaultTimeout();
            Assert.Equal($"{i}", reply.Text);
        }
    }

    private static async Task<TestReply> WaitForCancel(ServerCallContext context, TaskCompletionSource cancelled)
    {
        using var registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
        await cancelled.Task;
        return new TestReply();
    }

    private static async Task<DateTime> DeadlineSeenAsync(DateTime? deadline)
    {
        DateTime? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.Deadline;
                return Task.FromResult(new TestReply());
            },
        });
        using var channel = server.CreateChannel();
        await new Tester.TesterClient(channel).EchoAsync(new TestRequest(), deadline: deadline).ResponseAsync.DefaultTimeout();
        return seen!.Value;
    }

    /// <summary>A body that sends nothing and does not end by itself.</summary>
    private sealed class OpenContent : HttpContent
    {
        private readonly TaskCompletionSource _closed = new();

        public OpenContent() => Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

        public void Close() => _closed.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await _closed.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
