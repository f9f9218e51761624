using System.Collections.Concurrent;
using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>The barrier: a ping behind deliveries, whose answer confirms them.</summary>
public sealed class ConfirmationTests
{
    [Theory]
    [InlineData("3.1.4")]
    [InlineData("3.2.1")]
    [InlineData("3.3.0")]
    [InlineData("3.3.3")]
    public async Task Notice_PhoneAnswersThePingBehindIt_IsConfirmed(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server, new PhoneProfile { Version = version });
        await using var _ = phone;
        phone.HoldsPings = true;
        var notice = Deliveries.Notice("공지");

        Assert.True(connection.TryEnqueue(notice));

        await notice.Written;
        await phone.NextAsync<TextLine>();
        await Eventually.TrueAsync(() => phone.HeldPings == 1);
        Assert.False(notice.IsDecided);
        Assert.IsType<PingLine>(phone.Received[^1]);
        Assert.IsType<TextLine>(phone.Received[^2]);

        await phone.AnswerHeldPingsAsync();
        Assert.Equal("confirmed", await notice.Outcome);
        Assert.Equal(1, notice.Begun);
        Assert.Equal(["공지"], phone.Record.Texts);
    }

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task Notices_WrittenTogether_ShareOneBarrierAndAreConfirmedInOrder(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server, new PhoneProfile { Version = version }, receiveBufferBytes: 4096);
        await using var _ = phone;
        phone.HoldsPings = true;
        var journal = new ConcurrentQueue<(RecordedDelivery, string)>();

        // While the writer waits for a phone that does not read, the notices gather.
        phone.StopReading();
        var big = Deliveries.Media(Core.Delivery.MediaItem.FromBytes(new byte[16 * 1024 * 1024]));
        Assert.True(connection.TryEnqueue(big));
        await Eventually.TrueAsync(() => big.Begun == 1);
        var notices = Enumerable.Range(0, 10).Select(i => Deliveries.Notice($"{i}", journal)).ToArray();
        foreach (var notice in notices)
            Assert.True(connection.TryEnqueue(notice));
        phone.ResumeReading();
        foreach (var notice in notices)
            await notice.Written;
        await Eventually.TrueAsync(() => phone.HeldPings == 1);

        await phone.AnswerHeldPingsAsync();

        foreach (var notice in notices)
            Assert.Equal("confirmed", await notice.Outcome);
        Assert.Equal(
            [.. notices.Select(notice => (notice, "written")), .. notices.Select(notice => (notice, "confirmed"))], journal);
        Assert.Equal(0, phone.HeldPings);
    }

    [Fact]
    public async Task Notices_OneByOne_EachAnswerConfirmsWhatIsBeforeItsPingAndNoMore()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.HoldsPings = true;
        var notices = new RecordedDelivery[3];
        for (var i = 0; i < notices.Length; i++)
        {
            Assert.True(connection.TryEnqueue(notices[i] = Deliveries.Notice($"{i}")));
            await notices[i].Written;
            await Eventually.TrueAsync(() => phone.HeldPings == i + 1);
        }

        await phone.AnswerHeldPingsAsync(1);
        Assert.Equal("confirmed", await notices[0].Outcome);
        Assert.False(notices[1].IsDecided);

        // A script that left one ping out has still worked through what was before it.
        await phone.SendAsync(phone.Script.PingReply(phone.Received.OfType<PingLine>().Last().Token));
        Assert.Equal("confirmed", await notices[1].Outcome);
        Assert.Equal("confirmed", await notices[2].Outcome);
    }

    [Fact]
    public async Task Notice_AnswerIsAlreadyThereWhenTheFlushEnds_IsWrittenBeforeItIsConfirmed()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;

        for (var i = 0; i < 500; i++)
        {
            // A confirmation without writing would end it with an error.
            var notice = Deliveries.Notice($"{i}");
            Assert.True(connection.TryEnqueue(notice));
            Assert.Equal("confirmed", await notice.Outcome);
        }
    }

    [Fact]
    public async Task Notices_MoreBarriersThanMayBeUnanswered_OwedOneGoesWithTheNextAnswer()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.HoldsPings = true;
        var notices = new List<RecordedDelivery>();
        for (var i = 0; i < 8; i++)
        {
            notices.Add(Deliveries.Notice($"{i}"));
            Assert.True(connection.TryEnqueue(notices[^1]));
            await notices[^1].Written;
            await phone.NextAsync<TextLine>();
        }

        await Eventually.TrueAsync(() => phone.HeldPings == 4);

        Assert.Equal(1, await phone.AnswerHeldPingsAsync(1));
        Assert.Equal("confirmed", await notices[0].Outcome);

        // One barrier stands for all that had none.
        await Eventually.TrueAsync(() => phone.HeldPings == 4);
        Assert.Equal(4, await phone.AnswerHeldPingsAsync());
        foreach (var notice in notices)
            Assert.Equal("confirmed", await notice.Outcome);
        Assert.Equal(0, phone.HeldPings);
    }

    [Fact]
    public async Task PlainDeliveries_AreEndedByTheWritingAndBringNoPing()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        var pings = phone.Received.Count(line => line is PingLine);
        for (var i = 0; i < 20; i++)
        {
            var reply = Deliveries.Text($"{i}");
            Assert.True(connection.TryEnqueue(reply));
            Assert.Equal("written", await reply.Outcome);
            await phone.NextAsync<TextLine>();
        }

        Assert.Equal(pings, phone.Received.Count(line => line is PingLine));
    }

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task Picture_PhoneSleepsOverIt_IsConfirmedBehindTheSleepAndTheLinkSeemsNoSlower(string version)
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await ConnectAsync(server, new PhoneProfile { Version = version });
        await using var _ = phone;
        phone.SleepsOverMedia = true;
        var picture = Deliveries.Picture(100);
        var text = Deliveries.Notice("그 다음");

        Assert.True(connection.TryEnqueue(picture));
        Assert.True(connection.TryEnqueue(text));
        await picture.Written;
        await text.Written;
        await Eventually.TrueAsync(() => phone.IsAsleep);
        Assert.False(picture.IsDecided);

        time.Advance(TimeSpan.FromSeconds(5.2));
        Assert.Equal("confirmed", await picture.Outcome);
        Assert.Equal("confirmed", await text.Outcome);
        Assert.Equal(TimeSpan.Zero, connection.LastRoundTrip);
    }

    [Fact]
    public async Task Phone_ReadsButAnswersNoPing_IsDeadAfterTheTimeoutAndItsNoticesAreLost()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.AnswersPings = false;
        var notice = Deliveries.Notice("공지");
        Assert.True(connection.TryEnqueue(notice));
        await notice.Written;
        await phone.NextAsync<TextLine>();

        time.Advance(TimeSpan.FromSeconds(89.9));
        Assert.Equal(0, server.Log.Count(2020));
        time.Advance(TimeSpan.FromSeconds(0.2));

        await server.Log.WaitForAsync(2020);
        Assert.Equal("lost begun", await notice.Outcome);
        await server.Log.WaitForAsync(2034);
        await connection.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task Phone_ReadsNothing_IsDeadAndEveryNoticeIsLostOnce()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await ConnectAsync(server, receiveBufferBytes: 4096);
        await using var _ = phone;
        phone.StopReading();
        var first = Deliveries.Picture(16 * 1024 * 1024);
        var behind = Enumerable.Range(0, 20).Select(i => Deliveries.Notice($"{i}")).ToArray();
        Assert.True(connection.TryEnqueue(first));
        await Eventually.TrueAsync(() => first.Begun == 1);
        foreach (var notice in behind)
            Assert.True(connection.TryEnqueue(notice));

        for (var step = 0; step < 100 && server.Log.Count(2020) == 0; step++)
            time.Advance(TimeSpan.FromSeconds(5));
        await server.Log.WaitForAsync(2020);

        Assert.Equal("lost begun", await first.Outcome);
        foreach (var notice in behind)
            Assert.Equal("lost", await notice.Outcome);
        Assert.All(behind, notice => Assert.Equal(0, notice.Begun));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Link_IsLostBehindTheWriting_NoticeIsLostBegun(bool reset)
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.HoldsPings = true;
        var confirmed = Deliveries.Notice("하나");
        var written = Deliveries.Notice("둘");
        Assert.True(connection.TryEnqueue(confirmed));
        await Eventually.TrueAsync(() => phone.HeldPings == 1);
        await phone.AnswerHeldPingsAsync();
        Assert.Equal("confirmed", await confirmed.Outcome);
        Assert.True(connection.TryEnqueue(written));
        await Eventually.TrueAsync(() => phone.HeldPings == 1);

        if (reset)
            phone.Reset();
        else
            phone.HalfClose();

        Assert.Equal("lost begun", await written.Outcome);
        Assert.False(connection.IsOpen);
        Assert.False(connection.TryEnqueue(Deliveries.Notice("셋")));
        Assert.False(await connection.EnqueueAsync(Deliveries.Notice("넷"), default));
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task Phone_AnswersAndClosesAtOnce_NoticeIsConfirmed()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.HoldsPings = true;
        var notice = Deliveries.Notice("공지");
        Assert.True(connection.TryEnqueue(notice));
        await Eventually.TrueAsync(() => phone.HeldPings == 1);

        await phone.AnswerHeldPingsAsync();
        phone.HalfClose();

        Assert.Equal("confirmed", await notice.Outcome);
    }

    [Fact]
    public async Task Server_Closes_WrittenIsLostBegunAndWaitingIsNotWritten()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tcp = tcp => tcp.CloseGracePeriod = TimeSpan.FromSeconds(20));
        var (phone, connection) = await ConnectAsync(server, receiveBufferBytes: 4096);
        await using var _ = phone;
        phone.HoldsPings = true;
        var written = Deliveries.Notice("하나");
        Assert.True(connection.TryEnqueue(written));
        await written.Written;
        await Eventually.TrueAsync(() => phone.HeldPings == 1);
        phone.StopReading();
        var big = Deliveries.Media(Core.Delivery.MediaItem.FromBytes(new byte[16 * 1024 * 1024]));
        var waiting = Deliveries.Notice("둘");
        Assert.True(connection.TryEnqueue(big));
        await Eventually.TrueAsync(() => big.Begun == 1);
        Assert.True(connection.TryEnqueue(waiting));

        connection.Close(CloseReason.Requested);

        Assert.Equal("lost begun", await written.Outcome);
        phone.ResumeReading();
        Assert.Equal("lost", await waiting.Outcome);
        Assert.Equal(0, waiting.Begun);
        Assert.Equal("written", await big.Outcome);
        await connection.Closed.DefaultTimeout();
        Assert.Equal(["하나"], phone.Record.Texts);
    }

    [Fact]
    public async Task Token_OfAnEarlierConnection_ConfirmsNothing()
    {
        await using var server = await PhoneServer.StartAsync();
        var (old, oldConnection) = await ConnectAsync(server);
        await using var _ = old;
        old.HoldsPings = true;
        var first = Deliveries.Notice("하나");
        Assert.True(oldConnection.TryEnqueue(first));
        await Eventually.TrueAsync(() => old.HeldPings == 1);
        var oldToken = old.Received.OfType<PingLine>().Last().Token;
        old.Reset();
        Assert.Equal("lost begun", await first.Outcome);

        var (fresh, connection) = await ConnectAsync(server);
        await using var __ = fresh;
        fresh.HoldsPings = true;
        var second = Deliveries.Notice("둘");
        Assert.True(connection.TryEnqueue(second));
        await Eventually.TrueAsync(() => fresh.HeldPings == 1);
        await fresh.SendAsync(fresh.Script.PingReply(oldToken));
        await server.Log.WaitForAsync(2010);
        Assert.False(second.IsDecided);

        await fresh.AnswerHeldPingsAsync();
        Assert.Equal("confirmed", await second.Outcome);
    }

    [Fact]
    public async Task Answer_UnsignedOrOfAnotherPhone_ConfirmsNothing()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.HoldsPings = true;
        var notice = Deliveries.Notice("공지");
        Assert.True(connection.TryEnqueue(notice));
        await Eventually.TrueAsync(() => phone.HeldPings == 1);
        var forger = new PhoneScript(new PhoneProfile { SecretKey = "guessed" }, TimeProvider.System);

        await phone.SendAsync(forger.PingReply(phone.Received.OfType<PingLine>().Last().Token));
        await server.Log.WaitForAsync(2010);
        Assert.False(notice.IsDecided);

        await phone.AnswerHeldPingsAsync();
        Assert.Equal("confirmed", await notice.Outcome);
    }

    [Fact]
    public async Task Ping_OfTheSchedule_ConfirmsWhatIsBeforeItToo()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.AnswersPings = false;
        var notice = Deliveries.Notice("공지");
        Assert.True(connection.TryEnqueue(notice));
        await notice.Written;
        var pings = await CountPingsAsync(phone, 2);

        time.Advance(TimeSpan.FromSeconds(31));
        await CountPingsAsync(phone, pings + 1);
        await phone.SendAsync(phone.Script.PingReply(phone.Received.OfType<PingLine>().Last().Token));

        Assert.Equal("confirmed", await notice.Outcome);
    }

    [Fact]
    public async Task Notices_FarMoreThanMayBeUnconfirmed_WaitAndAreAllConfirmedInOrder()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await ConnectAsync(server);
        await using var _ = phone;
        phone.HoldsPings = true;
        var journal = new ConcurrentQueue<(RecordedDelivery Delivery, string Call)>();
        var notices = Enumerable.Range(0, 3_000).Select(i => Deliveries.Notice($"{i}", journal)).ToArray();
        var filling = Task.Run(async () =>
        {
            foreach (var notice in notices)
                Assert.True(await connection.EnqueueAsync(notice, default));
        });
        await Eventually.TrueAsync(() => phone.Record.Entries.Count == ConfirmationLedger.MaxDeliveries);

        // The bound is reached: nothing more is written, however much waits.
        Assert.False(filling.IsCompleted);
        Assert.Equal(0, notices[ConfirmationLedger.MaxDeliveries].Begun);

        phone.HoldsPings = false;
        await phone.AnswerHeldPingsAsync();
        await filling.DefaultTimeout();
        foreach (var notice in notices)
            Assert.Equal("confirmed", await notice.Outcome);
        Assert.Equal(notices, journal.Where(entry => entry.Call == "confirmed").Select(entry => entry.Delivery));
        Assert.Equal(notices.Select((_, i) => $"{i}"), phone.Record.Texts);
    }

    private static async Task<(FakePhone Phone, IPhoneConnection Connection)> ConnectAsync(
        PhoneServer server, PhoneProfile? profile = null, int? receiveBufferBytes = null)
    {
        var (phone, connection) = await server.ConnectLiveAsync(profile, receiveBufferBytes);
        await Eventually.TrueAsync(() => connection.LastRoundTrip is not null);
        return (phone, connection);
    }

    private static async Task<int> CountPingsAsync(FakePhone phone, int atLeast)
    {
        var count = 0;
        await Eventually.TrueAsync(() => (count = phone.Received.Count(line => line is PingLine)) >= atLeast);
        return count;
    }
}
