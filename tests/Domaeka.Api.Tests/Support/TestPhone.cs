using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Domaeka.TestKit;

namespace Domaeka.Api.Tests.Support;

/// <summary>A phone of the legacy dialect on a real socket: shakes hands, answers pings, keeps what it was sent.</summary>
internal sealed class TestPhone : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private readonly Channel<JsonDocument> _inbox = Channel.CreateUnbounded<JsonDocument>();
    private readonly string _bot;
    private readonly string _device;
    private Task _reading = Task.CompletedTask;

    private TestPhone(string bot, string device)
    {
        _bot = bot;
        _device = device;
    }

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Closed => _reading;

    public static async Task<TestPhone> ConnectAsync(IPEndPoint server, string bot, string device)
    {
        var phone = new TestPhone(bot, device);
        await phone._client.ConnectAsync(server);
        phone._reading = phone.ReadAsync();
        await phone.SendAsync(new
        {
            clientType = "MessengerBotR",
            botName = bot,
            version = "3.2.1",
            deviceID = device,
            deviceIP = "10.0.0.7",
            deviceInfo = "test",
        });
        await phone.ReceiveAsync("handshakeComplete");

        // The server takes the phone for the live one as soon as its first ping is answered.
        await phone.ReceiveAsync("ping");
        return phone;
    }

    /// <summary>Says something in a room.</summary>
    public Task SayAsync(string channel, string room, string text) => SendAsync(new
    {
        @event = "analyze",
        data = new
        {
            room,
            text,
            sender = "kim",
            isGroupChat = true,
            channelId = channel,
            logId = Guid.NewGuid().ToString("n"),
            userHash = "hash",
            isMention = false,
            timestamp = "2026-11-20 09:00:00",
            botName = _bot,
            clientType = "MessengerBotR",
        },
    });

    /// <summary>The data of the next event of this name; others are skipped.</summary>
    public async Task<JsonElement> ReceiveAsync(string name)
    {
        while (true)
        {
            var line = await _inbox.Reader.ReadAsync().DefaultTimeout();
            if (line.RootElement.GetProperty("event").GetString() == name)
                return line.RootElement.GetProperty("data");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading.DefaultTimeout();
    }

    public override string ToString() => $"{_bot}/{_device}";

    private Task SendAsync<T>(T line) =>
        _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line) + "\n")).AsTask();

    private async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(_client.GetStream(), Encoding.UTF8);
            while (await reader.ReadLineAsync() is { } line)
            {
                var document = JsonDocument.Parse(line);
                if (document.RootElement.GetProperty("event").GetString() == "ping")
                    await SendAsync(document.RootElement);
                _inbox.Writer.TryWrite(document);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The connection is over, by whichever side.
        }
        finally
        {
            _inbox.Writer.TryComplete();
        }
    }
}
