using Domaeka.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Domaeka.Samples.Client;

/// <summary>One connection to the server, with the key that every call carries.</summary>
public sealed class Session : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Connects with the first call.</summary>
    /// <param name="address">Where the server is; <c>https</c> for TLS.</param>
    /// <param name="handler">What carries the calls, disposed of with the session; null means the channel's own.</param>
    /// <param name="key">The API key.</param>
    /// <param name="timeout">After how long a call is given up.</param>
    /// <param name="output">Where results are printed.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public Session(
        Uri address, HttpMessageHandler? handler, string key, TimeSpan timeout, TextWriter output, CancellationToken cancellationToken)
    {
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = handler is not null });
        _headers = new Metadata { { "authorization", $"Bearer {key}" } };
        _timeout = timeout;
        _cancellationToken = cancellationToken;
        Output = output;
        Devices = new DeviceService.DeviceServiceClient(_channel);
        Rooms = new RoomService.RoomServiceClient(_channel);
        Messages = new MessageService.MessageServiceClient(_channel);
        Events = new EventService.EventServiceClient(_channel);
        Schedules = new ScheduleService.ScheduleServiceClient(_channel);
        ChatLogs = new ChatLogService.ChatLogServiceClient(_channel);
        Blocks = new AddressBlockService.AddressBlockServiceClient(_channel);
        Server = new ServerService.ServerServiceClient(_channel);
        Keys = new KeyService.KeyServiceClient(_channel);
    }

    /// <summary>Where results are printed.</summary>
    public TextWriter Output { get; }

    /// <summary>The phones.</summary>
    public DeviceService.DeviceServiceClient Devices { get; }

    /// <summary>The rooms.</summary>
    public RoomService.RoomServiceClient Rooms { get; }

    /// <summary>The messages.</summary>
    public MessageService.MessageServiceClient Messages { get; }

    /// <summary>What happens.</summary>
    public EventService.EventServiceClient Events { get; }

    /// <summary>The schedules.</summary>
    public ScheduleService.ScheduleServiceClient Schedules { get; }

    /// <summary>What was said.</summary>
    public ChatLogService.ChatLogServiceClient ChatLogs { get; }

    /// <summary>Blocked addresses.</summary>
    public AddressBlockService.AddressBlockServiceClient Blocks { get; }

    /// <summary>The server.</summary>
    public ServerService.ServerServiceClient Server { get; }

    /// <summary>The API keys.</summary>
    public KeyService.KeyServiceClient Keys { get; }

    /// <summary>What each call is made with: the key, a deadline, and Ctrl+C.</summary>
    public CallOptions Call => new(_headers, TimeProvider.System.GetUtcNow().UtcDateTime + _timeout, _cancellationToken);

    /// <summary>What a stream is made with: the key and Ctrl+C. It has no deadline.</summary>
    public CallOptions Stream => new(_headers, null, _cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
