using Domaeka.TestKit;
using Domaeka.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>The shop's back end: what an administrator and a sender of notices do over gRPC.</summary>
internal sealed class Shop : IDisposable
{
    private readonly GrpcChannel _channel;

    /// <param name="address">Where the API is.</param>
    /// <param name="key">The key to call with.</param>
    /// <param name="handler">What carries the calls; null means the usual.</param>
    public Shop(Uri address, string key, HttpMessageHandler? handler = null)
    {
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = handler is not null });
        var calls = _channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {key}");
            return metadata;
        });
        Devices = new DeviceService.DeviceServiceClient(calls);
        Rooms = new RoomService.RoomServiceClient(calls);
        Messages = new MessageService.MessageServiceClient(calls);
        Events = new EventService.EventServiceClient(calls);
        Server = new ServerService.ServerServiceClient(calls);
        Health = new Health.HealthClient(_channel);
    }

    public DeviceService.DeviceServiceClient Devices { get; }

    public RoomService.RoomServiceClient Rooms { get; }

    public MessageService.MessageServiceClient Messages { get; }

    public EventService.EventServiceClient Events { get; }

    public ServerService.ServerServiceClient Server { get; }

    public Health.HealthClient Health { get; }

    /// <summary>The resource name of a room.</summary>
    public static string RoomName(string bot, string channel) => $"bots/{bot}/rooms/{channel}";

    /// <summary>The resource name of a device.</summary>
    public static string DeviceName(string bot, string device) => $"bots/{bot}/devices/{device}";

    /// <summary>The id of a message, as the database has it.</summary>
    public static string IdOf(Message message) => message.Name["messages/".Length..];

    public Task ApproveDeviceAsync(string bot, string device) =>
        Devices.ApproveDeviceAsync(new ApproveDeviceRequest { Name = DeviceName(bot, device) }).ResponseAsync.DefaultTimeout();

    public Task ApproveRoomAsync(string bot, string channel) =>
        Rooms.ApproveRoomAsync(new ApproveRoomRequest { Name = RoomName(bot, channel) }).ResponseAsync.DefaultTimeout();

    public Task<Message> SendTextAsync(string bot, string channel, string text) =>
        SendAsync(new SendMessageRequest { Room = RoomName(bot, channel), Text = text });

    /// <summary>Sends, and returns the message as it stood when it was accepted.</summary>
    public async Task<Message> SendAsync(SendMessageRequest request) =>
        (await Messages.SendMessageAsync(request).ResponseAsync.DefaultTimeout()).Message;

    /// <summary>The message as it stands, with its attempts.</summary>
    public async Task<Message> GetAsync(string name) =>
        (await Messages.GetMessageAsync(new GetMessageRequest { Name = name }).ResponseAsync.DefaultTimeout()).Message;

    public async Task<ExplainMessageResponse> ExplainAsync(string name) =>
        await Messages.ExplainMessageAsync(new ExplainMessageRequest { Name = name }).ResponseAsync.DefaultTimeout();

    /// <summary>Waits until the message is in a state, and returns it.</summary>
    public async Task<Message> WaitForStateAsync(
        string name, DeliveryState state, DeliveryReason reason = DeliveryReason.Unspecified)
    {
        Message? message = null;
        await Eventually.TrueAsync(async () => (message = await GetAsync(name)).State == state && message.Reason == reason);
        return message!;
    }

    public async Task<ServerStatus> StatusAsync() =>
        (await Server.GetServerStatusAsync(new GetServerStatusRequest()).ResponseAsync.DefaultTimeout()).Status;

    /// <summary>Waits until the server knows the room.</summary>
    public Task WaitForRoomAsync(string bot, string channel) => Eventually.TrueAsync(async () =>
    {
        var rooms = await Rooms.ListRoomsAsync(new ListRoomsRequest { Bot = bot, PageSize = 1000 });
        return rooms.Rooms.Any(room => room.ChannelId == channel);
    });

    /// <summary>Waits until the phone has proven who it is.</summary>
    public Task WaitForLiveAsync(string bot, string device) => Eventually.TrueAsync(async () =>
        (await Devices.GetDeviceAsync(new GetDeviceRequest { Name = DeviceName(bot, device) })).Device.Connected);

    /// <summary>Status and reason of a refused call.</summary>
    public static async Task<(StatusCode Code, string Reason)> RefusalAsync(Task call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => call.DefaultTimeout());
        return (exception.StatusCode, ReasonOf(exception));
    }

    /// <summary>The reason in a refusal's details.</summary>
    public static string ReasonOf(RpcException exception)
    {
        var bytes = exception.Trailers.GetValueBytes("grpc-status-details-bin")
            ?? throw new InvalidOperationException($"No details: {exception.Status}");

        // This version of the package calls field 1, the reason, by its first name.
        return Google.Rpc.Status.Parser.ParseFrom(bytes).Details
            .Single(detail => detail.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason;
    }

    public void Dispose() => _channel.Dispose();
}
