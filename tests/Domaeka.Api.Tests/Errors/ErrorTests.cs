using Domaeka.Api.Errors;
using Domaeka.Api.Resources;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Errors;

public sealed class ErrorTests
{
    private static readonly RoomKey Room = new("b", "r");

    public static TheoryData<SendFailure> Failures =>
        [.. Enum.GetValues<SendFailure>().Where(failure => failure is not (SendFailure.None or SendFailure.OccurrenceTaken))];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task SendMessage_EveryFailure_HasItsStatus(SendFailure failure)
    {
        var (code, reason) = failure switch
        {
            SendFailure.RoomNotFound => (StatusCode.NotFound, "ROOM_NOT_FOUND"),
            SendFailure.RequestIdReused => (StatusCode.AlreadyExists, "REQUEST_ID_REUSED"),
            SendFailure.OutboxFull => (StatusCode.ResourceExhausted, "OUTBOX_FULL"),
            SendFailure.AlreadyExpired => (StatusCode.FailedPrecondition, "ALREADY_EXPIRED"),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "A new failure needs a status."),
        };
        var api = await StartAsync(() => new SendResult(failure, null));

        var exception = await RpcAssert.FailsAsync(
            code, reason, api.Messages.SendMessageAsync(new() { Room = ResourceNames.ForRoom(Room), Text = "x" }));

        if (failure == SendFailure.OutboxFull)
            Assert.True(RpcAssert.Detail<RetryInfo>(exception).RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Call_StorageUnavailable_SaysWhenToTryAgain()
    {
        var api = await StartAsync(() => throw new StorageUnavailableException("/secret/path is locked"));

        var exception = await RpcAssert.FailsAsync(
            StatusCode.Unavailable,
            ErrorReasons.StorageUnavailable,
            api.Messages.SendMessageAsync(new() { Room = ResourceNames.ForRoom(Room), Text = "x" }));

        Assert.True(RpcAssert.Detail<RetryInfo>(exception).RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        Assert.DoesNotContain("secret", exception.Status.Detail, StringComparison.Ordinal);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Call_StorageRejected_IsInvalid()
    {
        var api = await StartAsync(() => throw new StorageRejectedException("too long"));

        await RpcAssert.FailsAsync(
            StatusCode.InvalidArgument,
            ErrorReasons.StorageRejected,
            api.Messages.SendMessageAsync(new() { Room = ResourceNames.ForRoom(Room), Text = "x" }));
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Call_Bug_IsInternalWithoutDetails()
    {
        var api = await StartAsync(() => throw new InvalidOperationException("secret of the house"));

        var exception = await RpcAssert.FailsAsync(
            StatusCode.Internal,
            ErrorReasons.Internal,
            api.Messages.SendMessageAsync(new() { Room = ResourceNames.ForRoom(Room), Text = "x" }));

        Assert.Matches("^[0-9a-f]{32}$", RpcAssert.Detail<ErrorInfo>(exception).Metadata["error_id"]);
        Assert.DoesNotContain("secret", exception.Status.Detail, StringComparison.Ordinal);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task SendMessage_DeadlinePasses_TellsTheOutbox()
    {
        var sender = new WaitingSender();
        var api = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IMessageSender>(sender));

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await api.Messages.SendMessageAsync(
            new() { Room = ResourceNames.ForRoom(Room), Text = "x" }, deadline: DateTime.UtcNow.AddSeconds(3)));

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        await sender.Stopped.DefaultTimeout();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task SendMessage_CallerHangsUp_TellsTheOutbox()
    {
        var sender = new WaitingSender();
        var api = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IMessageSender>(sender));
        using var hangUp = new CancellationTokenSource();
        var call = api.Messages.SendMessageAsync(
            new() { Room = ResourceNames.ForRoom(Room), Text = "x" }, cancellationToken: hangUp.Token);
        await sender.Asked.DefaultTimeout();

        await hangUp.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await sender.Stopped.DefaultTimeout();
        await api.DisposeAsync();
    }

    private static Task<ApiHost> StartAsync(Func<SendResult> answer) => ApiHost.StartAsync(configure: builder =>
        builder.Services.AddSingleton<IMessageSender>(new FakeOutbox { Answer = _ => Task.FromResult(answer()) }));

    private sealed class WaitingSender : IMessageSender
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public Task Stopped => _stopped.Task;

        public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
        {
            await using var registration = cancellationToken.Register(_stopped.SetResult);
            _asked.SetResult();
            await _stopped.Task;
            throw new OperationCanceledException(cancellationToken);
        }

        public Task<CancelOutcome> CancelAsync(string messageId, CancellationToken cancellationToken) =>
            Task.FromResult(CancelOutcome.NotFound);
    }
}
