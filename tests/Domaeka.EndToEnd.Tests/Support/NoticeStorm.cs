using System.Collections.Concurrent;
using System.Globalization;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>
/// Callers that push notices to phones that come and go, over servers that are killed under them. A caller that gets no answer asks again with the
/// same request id, as the shop does, until it has one.
/// </summary>
internal sealed class NoticeStorm(ServerStore store, int phones, int notices, int callers) : IAsyncDisposable
{
    private const string Bot = "폭풍 봇";

    private readonly ConcurrentDictionary<string, NoticeAsked> _accepted = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<RoamingPhone> _phones = [];
    private readonly List<Task> _tasks = [];
    private readonly Lock _gate = new();
    private readonly List<DomaekaServer> _servers = [];
    private TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _calling = Task.CompletedTask;
    private int _next;

    /// <summary>How many notices have been accepted, as far as their callers know.</summary>
    public int Accepted => _accepted.Count;

    /// <summary>Lets the phones and their rooms in, as the web admin does.</summary>
    public void Enrol()
    {
        using var database = Database.Open(store);
        database.Begin();
        for (var number = 0; number < phones; number++)
        {
            database.Execute(
                $"INSERT INTO kb_bot_devices (bot_name, device_id, status, client_version) VALUES ('{Bot}', '{Device(number)}', 'approved', '3.3.3')");
            database.Execute(
                $"INSERT INTO kb_rooms (room_id, bot_name, device_id, room_name, status) VALUES ('{Channel(number)}', '{Bot}', '{Device(number)}', '방 {number}', 'approved')");
        }

        database.Execute("COMMIT");
    }

    /// <summary>Sets out the phones and the callers; they wait for a server.</summary>
    /// <param name="phonesLoseTheirLinks">Whether the phones' links break now and then.</param>
    public void Begin(bool phonesLoseTheirLinks = true)
    {
        for (var number = 0; number < phones; number++)
        {
            _phones.Add(new RoamingPhone(() => AnyServer()?.TcpPort ?? 0, new PhoneProfile
            {
                BotName = Bot,
                DeviceId = Device(number),
                Version = number % 3 == 0 ? "3.2.1" : "3.3.3",
            }));
        }

        _calling = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
        if (phonesLoseTheirLinks)
            _tasks.Add(Task.Run(DropPhonesAsync));
    }

    /// <summary>One more server; each phone and each caller goes to any of them, each time.</summary>
    public void Serve(DomaekaServer server)
    {
        lock (_gate)
        {
            _servers.Add(server);
            _served.TrySetResult();
        }
    }

    /// <summary>The server is about to go.</summary>
    public void Withdraw(DomaekaServer server)
    {
        lock (_gate)
        {
            _servers.Remove(server);
            if (_servers.Count == 0)
                _served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until so many notices are accepted, or for so many milliseconds, whichever comes first: a random moment.</summary>
    public async Task RunUntilAsync(int accepted, int milliseconds)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() =>
            Accepted >= Math.Min(accepted, notices) || TimeProvider.System.GetElapsedTime(start).TotalMilliseconds >= milliseconds);
    }

    /// <summary>Waits until every notice is accepted and has come to its end.</summary>
    public async Task FinishAsync()
    {
        await _calling.WaitAsync(TimeSpan.FromMinutes(5));
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks);
        await NoticeJudge.WaitForEndsAsync(store);
    }

    /// <summary>Compares what the server claims with what the phones have shown.</summary>
    public NoticeVerdict Judge()
    {
        Assert.Equal(notices, _accepted.Count);
        var verdict = NoticeJudge.Judge(store, _accepted, _phones.SelectMany(phone => phone.Record.Texts));
        Console.WriteLine($"{notices} notices: {verdict}; {_phones.Sum(phone => phone.Record.Connections)} connections of {phones} phones.");
        return verdict;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        lock (_gate)
            _served.TrySetCanceled();
        foreach (var phone in _phones)
            await phone.DisposeAsync();
        _stop.Dispose();
    }

    private async Task CallAsync()
    {
        while (Interlocked.Increment(ref _next) is var number && number <= notices)
        {
            var asked = new NoticeAsked($"공지 {number}", AtMostOnce: number % 5 == 0);
            var request = new SendMessageRequest
            {
                Room = Shop.RoomName(Bot, Channel(number % phones)),
                Text = asked.Text,
                RequestId = $"storm-{number}",
                Redelivery = asked.AtMostOnce ? Redelivery.AtMostOnce : Redelivery.AtLeastOnce,
            };
            _accepted[await InsistAsync(request)] = asked;
        }
    }

    /// <summary>The id of the accepted message.</summary>
    private async Task<string> InsistAsync(SendMessageRequest request)
    {
        while (true)
        {
            if (AnyServer() is not { } server)
            {
                await Served();
                continue;
            }

            try
            {
                var answer = await server.Shop.Messages.SendMessageAsync(request, deadline: DateTime.UtcNow.AddSeconds(10));
                return answer.Message.Name["messages/".Length..];
            }
            catch (Exception exception) when (exception is RpcException { StatusCode: not StatusCode.InvalidArgument and not StatusCode.AlreadyExists } or ObjectDisposedException)
            {
                // The server was killed under the call: accepted or not, the same id asks for the same message.
                await Task.Yield();
            }
        }
    }

    private DomaekaServer? AnyServer()
    {
        lock (_gate)
            return _servers.Count == 0 ? null : _servers[Random.Shared.Next(_servers.Count)];
    }

    private Task Served()
    {
        lock (_gate)
            return _served.Task;
    }

    private async Task DropPhonesAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                _phones[Random.Shared.Next(phones)].Drop();
        }
        catch (OperationCanceledException)
        {
            // Everything is accepted.
        }
    }

    private static string Device(int number) => $"storm-device-{number}";

    private static string Channel(int number) => (7_000 + number).ToString(CultureInfo.InvariantCulture);
}
