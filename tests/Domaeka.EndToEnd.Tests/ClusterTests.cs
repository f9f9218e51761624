using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Three processes on one database, of which nobody needs to know which has what.</summary>
public sealed class ClusterTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Room = "공동구매방";

    private readonly Cluster _cluster = shared.Cluster;

    [Fact]
    public async Task Phone_MovesToAnotherProcess_TakesItsQueueAlongInOrder()
    {
        const int Notices = 50;
        var profile = new PhoneProfile { BotName = "이사 봇" };
        await (await _cluster[0].AdmitAsync(profile, Room, "1")).DisposeAsync();
        var process = 0;
        var lines = 0;
        await using var phone = new RoamingPhone(() => _cluster.PortOf(Volatile.Read(ref process)), profile);
        phone.GoAway();
        var flood = new NoticeFlood(profile.BotName, "1", length: 30);

        // Accepted by all of them in turn, the queue is the one's that the phone was last at.
        for (var number = 0; number < Notices; number++)
            await flood.SendOneAsync(_cluster[number % 3]);
        Volatile.Write(ref process, 2);
        phone.ComeBack();
        await phone.Record.WaitForTextsAsync(Notices).DefaultTimeout();
        Assert.Equal(flood.Texts, phone.Record.Texts);

        // And from one to the next while it is being served: at the second one it confirms nothing, so that some are under way and most wait.
        foreach (var id in flood.Accepted.Keys)
            await _cluster[1].Shop.WaitForStateAsync($"messages/{id}", DeliveryState.Confirmed);
        Volatile.Write(ref process, 1);
        phone.Drop();
        await WaitUntilAtAsync(profile, 1);
        phone.Current!.HoldsPings = true;
        for (var number = 0; number < Notices; number++)
            await flood.SendOneAsync(_cluster[number % 3]);
        await phone.Record.WaitForTextsAsync(Notices + 1).DefaultTimeout();
        Volatile.Write(ref process, 0);
        phone.Drop();
        foreach (var id in flood.Accepted.Keys)
            await Eventually.TrueAsync(async () => IsEnd((await _cluster[lines++ % 3].Shop.GetAsync($"messages/{id}")).State));

        // Whatever was in doubt is written again first, so the order in which they appeared is the order in which they were accepted.
        var shown = phone.Record.Texts.Distinct().ToArray();
        Assert.Equal(flood.Texts.Where(shown.Contains), shown);
        NoticeJudge.Judge(shared.Store, flood.Accepted, phone.Record.Texts, profile.BotName);
    }

    [Fact]
    public async Task RecordedLines_AtAnotherProcess_DoNotTakeThePhone()
    {
        var profile = new PhoneProfile { BotName = "녹음된 봇" };
        await using var phone = await _cluster[0].AdmitAsync(profile, Room, "1");
        await _cluster[1].Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);

        // What has been signed at this moment is what somebody has recorded; the phone has said something since, at its process alone.
        var recorder = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await phone.AskAsync(Room, "1", 2);

        await using (var thief = await FakePhone.ConnectAsync(_cluster.PortOf(1), profile, recorder))
        {
            await thief.HandshakeAsync();
            await thief.Closed.DefaultTimeout();
        }

        // The next one is known there, and is not even taken in.
        await using var again = await FakePhone.ConnectAsync(_cluster.PortOf(1), profile, recorder);
        await again.HandshakeAsync();
        await again.NextAsync<PingLine>();
        foreach (var number in new[] { 1, 2, 0 })
        {
            var sent = await _cluster[number].Shop.SendTextAsync(profile.BotName, "1", $"공지 {number}");
            Assert.Equal($"공지 {number}", (await phone.NextAsync<TextLine>()).Text);
            await _cluster[2].Shop.WaitForStateAsync(sent.Name, DeliveryState.Confirmed);
        }

        Assert.False(phone.Closed.IsCompleted);
        Assert.Empty(again.Received.OfType<TextLine>());
    }

    [Fact]
    public async Task Calls_OnAnyProcess_ReachTheOneThatHasThePhone()
    {
        var profile = new PhoneProfile { BotName = "어디나 봇" };
        await using var phone = await _cluster[0].AdmitAsync(profile, Room, "1");
        for (var number = 0; number < 3; number++)
            await _cluster[number].Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);

        var sent = await _cluster[1].Shop.SendTextAsync(profile.BotName, "1", "어디서나");
        Assert.Equal("어디서나", (await phone.NextAsync<TextLine>()).Text);
        var confirmed = await _cluster[2].Shop.WaitForStateAsync(sent.Name, DeliveryState.Confirmed);
        Assert.Equal(Shop.DeviceName(profile.BotName, profile.DeviceId), Assert.Single(confirmed.Attempts).Device);
        Assert.Contains("확인했습니다", (await _cluster[1].Shop.ExplainAsync(sent.Name)).Sentence, StringComparison.Ordinal);

        // Under way: too late to take it back, wherever that is asked. Behind the others: not too late.
        phone.HoldsPings = true;
        var messages = new List<Message>();
        for (var number = 0; number < 20; number++)
            messages.Add(await _cluster[number % 3].Shop.SendTextAsync(profile.BotName, "1", $"공지 {number}"));
        Assert.Equal("공지 0", (await phone.NextAsync<TextLine>()).Text);
        Assert.Equal(StatusCode.FailedPrecondition, (await Shop.RefusalAsync(CancelAsync(2, messages[0]))).Code);
        Assert.Equal(DeliveryState.Cancelled, (await CancelAsync(1, messages[^1])).State);
        Assert.Equal(DeliveryState.Cancelled, (await CancelAsync(2, messages[^2])).State);
        for (var number = 0; number < 3; number++)
            Assert.Equal((DeliveryState.Cancelled, DeliveryReason.CancelledByCaller), StateOf(await _cluster[number].Shop.GetAsync(messages[^1].Name)));
        phone.HoldsPings = false;
        await phone.AnswerHeldPingsAsync();
        foreach (var message in messages.SkipLast(2))
            await _cluster[1].Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);
        Assert.Equal(["어디서나", .. Enumerable.Range(0, 18).Select(number => $"공지 {number}")], phone.Record.Texts);

        await _cluster[2].Shop.Devices.DisconnectDeviceAsync(new DisconnectDeviceRequest { Name = Shop.DeviceName(profile.BotName, profile.DeviceId) });
        await phone.Closed.DefaultTimeout();
        for (var number = 0; number < 3; number++)
            await WaitUntilOfflineAsync(_cluster[number], profile);
        var waiting = await _cluster[2].Shop.SendTextAsync(profile.BotName, "1", "꺼진 사이");
        Assert.Equal((DeliveryState.Queued, DeliveryReason.DeviceOffline), StateOf(await _cluster[1].Shop.GetAsync(waiting.Name)));
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 3).Select(number => _cluster[number].Shop.ExplainAsync(waiting.Name))),
            answer => Assert.Equal((DeliveryReason.DeviceOffline, profile.DeviceId), (Assert.Single(answer.Facts).Reason, answer.Facts[0].Subject)));
        Assert.Equal(DeliveryState.Cancelled, (await CancelAsync(1, waiting)).State);
    }

    [Fact]
    public async Task StreamEvents_OnOne_TellsWhatHappensOnAllInOrder()
    {
        const int Each = 20;
        const string Bot = "소식 봇";
        var phones = new List<FakePhone>();
        for (var number = 0; number < 3; number++)
            phones.Add(await _cluster[number].AdmitAsync(new PhoneProfile { BotName = Bot, DeviceId = $"news-{number}" }, $"{Room} {number}", $"{number}"));
        using var stream = _cluster[0].Shop.Events.StreamEvents(new StreamEventsRequest { Bot = Bot, Kinds = { EventKind.Message, EventKind.ChatLine } });

        // The first answer comes at once: from there on nothing is missed.
        Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        using var database = Database.Open(shared.Store);
        var events = database.Count("SELECT coalesce(max(id), 0) FROM dk_events");
        var lines = database.Count("SELECT coalesce(max(id), 0) FROM kb_chat_logs");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async number =>
        {
            for (var i = 0; i < Each; i++)
            {
                await phones[number].SayAsync($"{Room} {number}", $"# echo {number}-{i}", $"{number}");
                await _cluster[(number + 1) % 3].Shop.SendTextAsync(Bot, $"{number}", $"공지 {number}-{i}");
            }
        }));

        // Three lines for each: the question, its answer and the notice.
        var told = new List<Event>();
        while (told.Count(news => news.Message?.State == DeliveryState.Confirmed) < 3 * Each || told.Count(news => news.ChatLine is not null) < 3 * 3 * Each)
        {
            Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
            if (stream.ResponseStream.Current.Event is { } news)
                told.Add(news);
        }

        Assert.Equal(
            database.ReadRows($"SELECT message_id, state FROM dk_events WHERE kind = 'message' AND id > {events} AND bot_name = '{Bot}' ORDER BY id").Select(row => (row[0], row[1])),
            told.Select(news => news.Message).OfType<MessageEvent>().Select(news => (news.Name["messages/".Length..], news.State.ToString().ToLowerInvariant())));
        Assert.Equal(
            database.ReadRows($"SELECT id, message FROM kb_chat_logs WHERE id > {lines} AND bot_name = '{Bot}' ORDER BY id").Select(row => (row[0], row[1])),
            told.Select(news => news.ChatLine).OfType<ChatLog>().Select(line => ($"{line.Id}", line.Text)));
        foreach (var phone in phones)
            await phone.DisposeAsync();
    }

    [Fact]
    public async Task DrainServer_NamesAnother_EmptiesThatOne()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, Cluster.QuickLook);
        var profile = new PhoneProfile { BotName = "쫓겨난 봇" };
        await using var phone = await cluster[1].AdmitAsync(profile, Room, "1");
        await cluster[0].Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);
        var processes = await cluster[0].Shop.Server.ListServerProcessesAsync(new ListServerProcessesRequest());
        Assert.Equal([Cluster.NameOf(0), Cluster.NameOf(1)], processes.Processes.Select(process => process.ProcessName));
        Assert.Equal(
            (StatusCode.NotFound, "PROCESS_NOT_FOUND"),
            await Shop.RefusalAsync(cluster[0].Shop.Server.DrainServerAsync(new DrainServerRequest { ProcessName = "nobody" }).ResponseAsync));

        var answer = await cluster[0].Shop.Server.DrainServerAsync(new DrainServerRequest { ProcessName = Cluster.NameOf(1) });
        Assert.Equal((1, false), (answer.ConnectionsTold, answer.Status.Draining));
        Assert.Equal(TimeSpan.FromSeconds(60), (await phone.NextAsync<ServerShutdownLine>()).ReconnectAfter);
        await phone.Closed.DefaultTimeout();
        Assert.True((await cluster[1].Shop.StatusAsync()).Draining);

        // What comes meanwhile goes out where the phone turns up.
        var message = await cluster[1].Shop.SendTextAsync(profile.BotName, "1", "이사했나요");
        await using var back = await cluster[0].ConnectAsync(profile);
        Assert.Equal("이사했나요", (await back.NextAsync<TextLine>()).Text);
        await cluster[1].Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);
        await cluster.StopAsync();
    }

    private async Task<Message> CancelAsync(int process, Message message) =>
        (await _cluster[process].Shop.Messages.CancelMessageAsync(new CancelMessageRequest { Name = message.Name }).ResponseAsync.DefaultTimeout()).Message;

    private static bool IsEnd(DeliveryState state) => state is DeliveryState.Confirmed or DeliveryState.Uncertain;

    private static (DeliveryState State, DeliveryReason Reason) StateOf(Message message) => (message.State, message.Reason);

    private Task WaitUntilAtAsync(PhoneProfile profile, int process) => Eventually.TrueAsync(async () =>
        (await _cluster[process].Shop.Devices.GetDeviceAsync(new GetDeviceRequest { Name = Shop.DeviceName(profile.BotName, profile.DeviceId) }))
            .Device is { Connected: true, Connection.ProcessName: "" });

    private static Task WaitUntilOfflineAsync(DomaekaServer server, PhoneProfile profile) => Eventually.TrueAsync(async () =>
        !(await server.Shop.Devices.GetDeviceAsync(new GetDeviceRequest { Name = Shop.DeviceName(profile.BotName, profile.DeviceId) })).Device.Connected);
}
