using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>
/// A phone under load: keeps several questions outstanding. Each question carries its own log id, so that the answer tells which
/// question it belongs to. What was not answered when the link broke is asked again, under the same id, on the next link.
/// </summary>
internal sealed class LoadPhone(int number)
{
    private const int Outstanding = 4;
    private const string Room = "부하 시험방";

    private readonly ConcurrentDictionary<string, bool> _unanswered = new();
    private readonly HashSet<string> _answered = [];
    private readonly HashSet<string> _answeredInRun = [];
    private int _asked;

    public PhoneProfile Profile { get; } = new()
    {
        BotName = $"bot{number}",
        DeviceId = $"device{number}",
        Version = number % 2 == 0 ? "3.2.0" : "3.3.3",
    };

    public string Channel { get; } = (1000 + number).ToString(CultureInfo.InvariantCulture);

    /// <summary>Ids of the questions whose answers arrived, over all runs. Read it while nothing runs.</summary>
    public IReadOnlyCollection<string> Answered => _answered;

    /// <summary>Ids of the questions that were asked and not yet answered.</summary>
    public IReadOnlyCollection<string> Unanswered => [.. _unanswered.Keys];

    /// <summary>Lets the phone and its room in.</summary>
    public async Task EnrolAsync(DomaekaServer server) =>
        await (await server.AdmitAsync(Profile, Room, Channel)).DisposeAsync();

    /// <summary>Waits until a process has heard that the phone and its room were let in at another one.</summary>
    public async Task WaitUntilServedAsync(DomaekaServer server)
    {
        await using var phone = await server.ConnectAsync(Profile);
        await phone.AskUntilAnsweredAsync(Room, Channel);
    }

    /// <summary>Asks on a new link until the link ends, or until everything is answered once <paramref name="enough"/> has fired.</summary>
    /// <param name="server">The server.</param>
    /// <param name="onAnswer">Called for each answer.</param>
    /// <param name="enough">When to ask nothing new any more.</param>
    public async Task RunAsync(DomaekaServer server, Action onAnswer, CancellationToken enough)
    {
        _answeredInRun.Clear();
        FakePhone phone;
        try
        {
            phone = await server.ConnectAsync(Profile);
        }
        catch (Exception exception) when (IsLostLink(exception))
        {
            return;
        }

        await using (phone)
        {
            try
            {
                await TalkAsync(phone, onAnswer, enough);
            }
            catch (Exception exception) when (IsLostLink(exception))
            {
                // The server was killed, which is what the test is about. What had arrived by then counts.
                await phone.Closed.DefaultTimeout();
                foreach (var late in phone.Received.OfType<TextLine>().Skip(_answeredInRun.Count))
                    Take(late);
            }
        }
    }

    private static bool IsLostLink(Exception exception) => exception is IOException or SocketException or ObjectDisposedException;

    private async Task TalkAsync(FakePhone phone, Action onAnswer, CancellationToken enough)
    {
        foreach (var id in _unanswered.Keys)
            await AskAsync(phone, id);
        while (_unanswered.Count < Outstanding)
            await AskAsync(phone, NewId());

        while (!_unanswered.IsEmpty)
        {
            Take(await phone.NextAsync<TextLine>());
            onAnswer();
            if (!enough.IsCancellationRequested)
                await AskAsync(phone, NewId());
        }
    }

    private void Take(TextLine line)
    {
        var id = line.Text["에코: ".Length..];
        Assert.True(_answeredInRun.Add(id), $"{id} was answered twice in one run.");
        Assert.True(_unanswered.TryRemove(id, out _), $"{id} was answered, but not asked.");
        Assert.True(_answered.Add(id), $"{id} was answered in an earlier run and not asked again.");
    }

    private async Task AskAsync(FakePhone phone, string id)
    {
        // Known before it leaves: the answer may be faster than this method.
        _unanswered[id] = true;
        await phone.SayAsync(Room, $"# echo {id}", Channel, logId: id);
    }

    private string NewId() => $"{number}{++_asked:D9}";
}
