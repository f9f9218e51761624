using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Compat.Tests;

/// <summary>Ends of calls that meet each other: whatever wins, every call ends, with one of the possible statuses.</summary>
public sealed class RaceTests
{
    [Fact]
    public async Task Deadline_MeetsTheReply_EveryCallEnds()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = async (request, context) =>
            {
                // Ends at the deadline itself, so that either side may be first.
                var wait = context.Deadline - DateTime.UtcNow;
                if (wait > TimeSpan.Zero)
                    await Task.WhenAny(Task.Delay(wait, CancellationToken.None), new TaskCompletionSource().Task.WaitAsync(context.CancellationToken));
                return new TestReply { Text = request.Text };
            },
        });

        // Two clients: one with a deadline of its own, one that only tells the server of it.
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);
        var byClient = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var call = client.EchoAsync(new TestRequest(), deadline: DateTime.UtcNow.AddMilliseconds(50 + (i % 20)));
            await Record.ExceptionAsync(() => call.ResponseAsync);
            return call.GetStatus().StatusCode;
        })).DefaultTimeout();
        var byServer = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), headers: ("grpc-timeout", $"{50 + (i % 20)}m"));
            return raw.GrpcStatus;
        })).DefaultTimeout();

        Assert.All(byClient, code => Assert.True(code is StatusCode.OK or StatusCode.DeadlineExceeded, $"{code}"));
        Assert.All(byServer, status => Assert.True(status is "0" or "4", status));
    }

    [Fact]
    public async Task Deadline_MeetsStreamedMessages_EveryCallEnds()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, _) =>
            {
                while (true)
                    await responses.WriteAsync(new TestReply { Payload = ByteString.CopyFrom(new byte[500]) });
            },
        });
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        var codes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var call = client.Download(new TestRequest(), deadline: DateTime.UtcNow.AddMilliseconds(100 + (i * 10)));
            await Record.ExceptionAsync(async () =>
            {
                await foreach (var reply in call.ResponseStream.ReadAllAsync())
                    Assert.Equal(500, reply.Payload.Length);
            });
            return call.GetStatus().StatusCode;
        })).DefaultTimeout();
        var after = await client.EchoAsync(new TestRequest { Text = "still here" }).ResponseAsync.DefaultTimeout();

        Assert.All(codes, code => Assert.Equal(StatusCode.DeadlineExceeded, code));
        Assert.Equal("still here", after.Text);
    }

    [Fact]
    public async Task Cancellation_AtAnyMoment_EveryCallEnds()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        var codes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            using var source = new CancellationTokenSource();
            using var call = client.Chat(cancellationToken: source.Token);
            var talk = Record.ExceptionAsync(async () =>
            {
                var cancelling = Task.CompletedTask;
                for (var n = 0; n < 100; n++)
                {
                    if (n == i % 100)
                        cancelling = source.CancelAsync();
                    await SayAsync();
                }

                // On a busy machine the talk may be over sooner than that.
                await cancelling;
                await SayAsync();
            });

            async Task SayAsync()
            {
                await call.RequestStream.WriteAsync(new TestRequest { Text = "x" });
                await call.ResponseStream.MoveNext();
            }

            var error = await talk;
            return (error as RpcException)?.StatusCode;
        })).DefaultTimeout();
        var after = await client.EchoAsync(new TestRequest { Text = "still here" }).ResponseAsync.DefaultTimeout();

        Assert.All(codes, code => Assert.Equal(StatusCode.Cancelled, code));
        Assert.Equal("still here", after.Text);
    }

    [Fact]
    public async Task Dispose_RightAfterCompletion_DoesNotLoseTheRequests()
    {
        var counted = System.Threading.Channels.Channel.CreateUnbounded<int>();
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Upload = async (requests, _) =>
            {
                var count = 0;
                await foreach (var request in requests.ReadAllAsync())
                    count++;
                await counted.Writer.WriteAsync(count);
                return new TestReply { Count = count };
            },
        });
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        for (var i = 0; i < 50; i++)
        {
            using var call = client.Upload();
            await call.RequestStream.WriteAsync(new TestRequest()).DefaultTimeout();
            await call.RequestStream.CompleteAsync().DefaultTimeout();
            Assert.Equal(1, await counted.Reader.ReadAsync().DefaultTimeout());
            Assert.Equal(1, (await call.ResponseAsync.DefaultTimeout()).Count);
        }
    }

    [Fact]
    public async Task Writes_InParallel_AreRefusedOnBothSides()
    {
        Exception? refused = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Chat = async (requests, responses, _) =>
            {
                await requests.MoveNext();

                // Larger than the client's window, so that the write waits for the client to read.
                var first = responses.WriteAsync(new TestReply { Payload = ByteString.CopyFrom(new byte[3_000_000]) });
                refused = await Record.ExceptionAsync(() => responses.WriteAsync(new TestReply()));
                await first;
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Chat();
        await call.RequestStream.WriteAsync(new TestRequest()).DefaultTimeout();
        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());

        var read = call.ResponseStream.MoveNext();
        var second = Record.ExceptionAsync(() => call.ResponseStream.MoveNext());
        await Record.ExceptionAsync(() => read.DefaultTimeout());

        Assert.IsType<InvalidOperationException>(refused);
        var secondError = await second.DefaultTimeout();
        Assert.True(secondError is null or InvalidOperationException, $"{secondError}");
    }

    [Fact]
    public async Task Writer_BufferHint_MessageArrivesWithTheNext()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, _) =>
            {
                responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
                await responses.WriteAsync(new TestReply { Count = 1 });
                await responses.WriteAsync(new TestReply { Count = 2 });
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());
        var counts = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            counts.Add(reply.Count);

        Assert.Equal([1, 2], counts);
    }
}
