using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Rpc;
using Grpc.Core;

namespace Domaeka.Api.Tests.Messages;

public sealed class BatchSendMessagesTests(OutboxApi api) : IClassFixture<OutboxApi>
{
    [Fact]
    public async Task BatchSendMessages_GoodAndBad_AreJudgedEachForItself()
    {
        api.Outbox.Answer = null;

        var results = (await api.Messages.BatchSendMessagesAsync(new()
        {
            Requests =
            {
                new SendMessageRequest { Room = "bots/mixed/rooms/1", Text = "첫째" },
                new SendMessageRequest { Room = "nonsense", Template = new() { Text = "{이름}" } },
                new SendMessageRequest { Room = "bots/mixed/rooms/2", Text = "셋째" },
            },
        })).Results;

        Assert.Equal("bots/mixed/rooms/1", results[0].Message.Room);
        Assert.Equal("bots/mixed/rooms/2", results[2].Message.Room);
        Assert.Equal((int)StatusCode.InvalidArgument, results[1].Error.Code);
        Assert.Equal("INVALID_REQUEST", Detail<ErrorInfo>(results[1]).Reason);
        Assert.Equal(
            ["room", "template.values[이름]"],
            Detail<BadRequest>(results[1]).FieldViolations.Select(violation => violation.Field).Order());
        Assert.Equal(2, api.Outbox.Requests.Count(request => request.Room.BotName == "mixed"));
    }

    [Fact]
    public async Task BatchSendMessages_FailuresOfTheOutbox_AreResultsOfTheirItems()
    {
        api.Outbox.Answer = request => request.Room.ChannelId switch
        {
            "none" => Task.FromResult(new SendResult(SendFailure.RoomNotFound, null)),
            "full" => Task.FromResult(new SendResult(SendFailure.OutboxFull, null)),
            "away" => Task.FromException<SendResult>(new StorageUnavailableException("/secret/path")),
            _ => Task.FromException<SendResult>(new InvalidOperationException("secret")),
        };

        var results = (await api.Messages.BatchSendMessagesAsync(new()
        {
            Requests = { new[] { "none", "full", "away", "bug" }.Select(channel => To("failing", channel)) },
        })).Results;

        Assert.Equal(
            [StatusCode.NotFound, StatusCode.ResourceExhausted, StatusCode.Unavailable, StatusCode.Internal],
            results.Select(result => (StatusCode)result.Error.Code));
        Assert.Equal(
            [ErrorReasons.RoomNotFound, ErrorReasons.OutboxFull, ErrorReasons.StorageUnavailable, ErrorReasons.Internal],
            results.Select(result => Detail<ErrorInfo>(result).Reason));
        Assert.All(results, result => Assert.DoesNotContain("secret", result.Error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task BatchSendMessages_OneRoom_StaysInOrderWhileOthersGoAhead()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var other = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var order = new List<string>();
        api.Outbox.Answer = async request =>
        {
            var text = ((TextContent)request.Parts[0].Content).Text;
            if (text == "1")
                await first.Task;
            if (text == "other")
                other.SetResult();
            lock (order)
                order.Add(text);
            return new SendResult(SendFailure.RoomNotFound, null);
        };

        var call = api.Messages.BatchSendMessagesAsync(new()
        {
            Requests = { To("ordered", "r", "1"), To("ordered", "r", "2"), To("ordered", "s", "other"), To("ordered", "r", "3") },
        });
        await other.Task.DefaultTimeout();
        first.SetResult();
        var results = (await call.ResponseAsync.DefaultTimeout()).Results;

        Assert.Equal(4, results.Count);
        Assert.Equal(["1", "2", "3"], order.Where(text => text != "other"));
    }

    [Fact]
    public async Task BatchSendMessages_CallerHangsUp_StopsTheRest()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        api.Outbox.Answer = async _ =>
        {
            asked.TrySetResult();
            await go.Task;
            return new SendResult(SendFailure.RoomNotFound, null);
        };
        using var hangUp = new CancellationTokenSource();
        var call = api.Messages.BatchSendMessagesAsync(
            new() { Requests = { To("gone", "r", "1"), To("gone", "r", "2") } }, cancellationToken: hangUp.Token);
        await asked.Task.DefaultTimeout();

        await hangUp.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        go.SetResult();

        Assert.Equal("1", api.Outbox.Requests.Where(request => request.Room.BotName == "gone")
            .Select(request => ((TextContent)request.Parts[0].Content).Text)
            .First());
    }

    [Fact]
    public async Task BatchSendMessages_AThousand_AreAccepted()
    {
        api.Outbox.Answer = null;

        var results = (await api.Messages.BatchSendMessagesAsync(new()
        {
            Requests = { Enumerable.Range(0, 1_000).Select(number => To("thousand", $"{number % 7}", $"{number}")) },
        })).Results;

        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => $"bots/thousand/rooms/{number % 7}"), results.Select(result => result.Message.Room));
    }

    [Fact]
    public async Task BatchSendMessages_NoneOrTooMany_IsViolated()
    {
        await RpcAssert.ViolatesAsync(api.Messages.BatchSendMessagesAsync(new()), "requests");
        await RpcAssert.ViolatesAsync(
            api.Messages.BatchSendMessagesAsync(new() { Requests = { Enumerable.Repeat(To("b", "r"), 1_001) } }), "requests");
    }

    private static SendMessageRequest To(string bot, string channel, string text = "x") =>
        new() { Room = $"bots/{bot}/rooms/{channel}", Text = text };

    private static T Detail<T>(BatchSendMessagesResult result)
        where T : Google.Protobuf.IMessage, new()
    {
        var prototype = new T();
        return (T)prototype.Descriptor.Parser.ParseFrom(Assert.Single(result.Error.Details, detail => detail.Is(prototype.Descriptor)).Value);
    }
}
