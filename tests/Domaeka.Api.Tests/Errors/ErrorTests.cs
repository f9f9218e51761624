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

    public static TheoryData<SendFailure> Failures => [.. Enum.GetValues<SendFailure>().Where(failure => failure != SendFailure.None)];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task SendMessage_EveryFailure_HasItsStatus(SendFailure failure)
    {
        var (code, reason) = failure switch
        {
            SendFailure.RoomNotFound => (StatusCode.NotFound, "ROOM_NOT_FOUND"),
            SendFailure.RoomNotApproved => (StatusCode.FailedPrecondition, "ROOM_NOT_APPROVED"),
            SendFailure.DeviceNotApproved => (StatusCode.FailedPrecondition, "DEVICE_NOT_APPROVED"),
            SendFailure.DeviceOffline => (StatusCode.FailedPrecondition, "DEVICE_OFFLINE"),
            SendFailure.RoomNameAmbiguous => (StatusCode.FailedPrecondition, "ROOM_NAME_AMBIGUOUS"),
            SendFailure.OutboundQueueFull => (StatusCode.ResourceExhausted, "OUTBOUND_QUEUE_FULL"),
            SendFailure.RequestIdReused => (StatusCode.AlreadyExists, "REQUEST_ID_REUSED"),
            SendFailure.Withdrawn => (StatusCode.Cancelled, ""),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "A new failure needs a status."),
        };
        var api = await StartAsync(() => new SendResult(failure, null));
        var call = api.Messages.SendMessageAsync(new() { Room = ResourceNames.ForRoom(Room), Text = "x" });

        if (reason.Length == 0)
            Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        else
            await RpcAssert.FailsAsync(code, reason, call);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task SendMessage_LinkLostBeforeWriting_IsUnavailable()
    {
        var api = await StartAsync(() => new SendResult(
            SendFailure.None,
            new SentMessage("id", Room, new("b", "d"), DeliveryState.Failed, DateTimeOffset.UtcNow, null)));

        await RpcAssert.FailsAsync(
            StatusCode.Unavailable,
            ErrorReasons.LinkLost,
            api.Messages.SendMessageAsync(new() { Room = ResourceNames.ForRoom(Room), Text = "x" }));
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
    public async Task SendMessage_DeadlinePasses_WithdrawsTheMessage()
    {
        var sender = new WaitingSender();
        var api = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IMessageSender>(sender));

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await api.Messages.SendMessageAsync(
            new() { Room = ResourceNames.ForRoom(Room), Text = "x" }, deadline: DateTime.UtcNow.AddSeconds(3)));

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        await sender.Withdrawn.DefaultTimeout();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task SendMessage_CallerHangsUp_WithdrawsTheMessage()
    {
        var sender = new WaitingSender();
        var api = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IMessageSender>(sender));
        using var hangUp = new CancellationTokenSource();
        var call = api.Messages.SendMessageAsync(
            new() { Room = ResourceNames.ForRoom(Room), Text = "x" }, cancellationToken: hangUp.Token);
        await sender.Asked.DefaultTimeout();

        await hangUp.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await sender.Withdrawn.DefaultTimeout();
        await api.DisposeAsync();
    }

    private static Task<ApiHost> StartAsync(Func<SendResult> answer) =>
        ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IMessageSender>(new StubSender(answer)));

    private sealed class WaitingSender : IMessageSender
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _withdrawn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public Task Withdrawn => _withdrawn.Task;

        public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
        {
            await using var registration = cancellationToken.Register(_withdrawn.SetResult);
            _asked.SetResult();
            await _withdrawn.Task;
            return new SendResult(SendFailure.Withdrawn, null);
        }
    }

    private sealed class StubSender(Func<SendResult> answer) : IMessageSender
    {
        public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return answer();
        }
    }
}
