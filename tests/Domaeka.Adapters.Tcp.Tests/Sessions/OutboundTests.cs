using System.Security.Cryptography;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;
using MediaItem = Domaeka.Core.Delivery.MediaItem;
using MediaKind = Domaeka.Core.Delivery.MediaKind;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class OutboundTests
{
    private static readonly PhoneProfile Legacy = new() { Version = "3.2.1" };

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task EnqueueAsync_ManyTexts_ArriveInOrderAndAreReportedWritten(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(new PhoneProfile { Version = version });
        await using var _ = phone;
        var deliveries = Enumerable.Range(0, 3_000).Select(i => Deliveries.Text($"공지 {i} }} {{ \"\n둘째 줄")).ToArray();

        foreach (var delivery in deliveries)
            Assert.True(await connection.EnqueueAsync(delivery, default));

        for (var i = 0; i < deliveries.Length; i++)
        {
            Assert.Equal($"공지 {i} }} {{ \"\n둘째 줄", (await phone.NextAsync<TextLine>()).Text);
            Assert.Equal("written", await deliveries[i].Outcome);
            Assert.Equal(1, deliveries[i].Begun);
        }

        Assert.Empty(phone.Dropped);
    }

    [Theory]
    [InlineData("3.2.1")]
    [InlineData("3.3.3")]
    public async Task EnqueueAsync_Pictures_ArriveByteForByte(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(new PhoneProfile { Version = version });
        await using var _ = phone;
        var pictures = new[] { 1, 1_000_000, 3 }.Select(size =>
        {
            var picture = RandomNumberGenerator.GetBytes(size);
            // Legacy scripts are sent pictures only, and these start as a PNG does.
            new byte[] { 0x89, 0x50, 0x4E, 0x47 }.AsSpan(0, Math.Min(4, size)).CopyTo(picture);
            return picture;
        }).ToArray();
        var delivery = Deliveries.Media(MediaKind.Image, TimeSpan.FromSeconds(7), [.. pictures.Select(picture => MediaItem.FromBytes(picture))]);

        Assert.True(await connection.EnqueueAsync(delivery, default));

        var line = await phone.NextAsync<MediaLine>();
        Assert.Equal(pictures, line.Items.Select(item => item.Data.ToArray()));
        Assert.Equal(TimeSpan.FromSeconds(7), line.Wait);
        Assert.Equal("written", await delivery.Outcome);
    }

    [Fact]
    public async Task EnqueueAsync_WithdrawnMessage_IsNeitherWrittenNorReported()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        var withdrawn = Deliveries.Text("아니다");
        withdrawn.IsWithdrawn = true;

        Assert.True(connection.TryEnqueue(withdrawn));
        Assert.True(connection.TryEnqueue(Deliveries.Text("그래")));

        Assert.Equal("그래", (await phone.NextAsync<TextLine>()).Text);
        Assert.False(withdrawn.IsDecided);
        Assert.Equal(1, withdrawn.Begun);
    }

    [Fact]
    public async Task EnqueueAsync_WhatTheDialectCannotCarry_IsRefusedAndTheNextArrives()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(Legacy);
        await using var _ = phone;
        var document = Deliveries.Media(MediaKind.Document, null, MediaItem.FromBytes(new byte[] { 1, 2, 3 }));
        var mixed = Deliveries.Media(MediaItem.FromBytes(new byte[] { 1 }), MediaItem.FromUri(new Uri("https://shop.example/a.png")));

        Assert.True(connection.TryEnqueue(document));
        Assert.True(connection.TryEnqueue(mixed));
        Assert.True(connection.TryEnqueue(Deliveries.Text("그래")));

        Assert.Equal("refused NotEncodable", await document.Outcome);
        Assert.Equal("refused NotEncodable", await mixed.Outcome);
        Assert.Equal("그래", (await phone.NextAsync<TextLine>()).Text);
        Assert.Equal(2, server.Log.Count(2030));
    }

    [Fact]
    public async Task EnqueueAsync_LineOverTheLimit_IsRefusedWithoutBeingBegun()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tcp = tcp => tcp.MaxOutboundLineBytes = 4096);
        var (phone, connection) = await server.ConnectLiveAsync(Legacy);
        await using var _ = phone;
        var tooLong = Deliveries.Text(new string('가', 2_000));
        // Its upper bound is over the limit, its line is not.
        var fits = Deliveries.Text(new string('a', 3_000));

        Assert.True(connection.TryEnqueue(tooLong));
        Assert.True(connection.TryEnqueue(fits));

        Assert.Equal("refused LineTooLong", await tooLong.Outcome);
        Assert.Equal(0, tooLong.Begun);
        Assert.Equal("written", await fits.Outcome);
        Assert.Equal(3_000, (await phone.NextAsync<TextLine>()).Text.Length);
        await server.Log.WaitForAsync(2031);
    }

    [Fact]
    public async Task Phone_StopsReading_QueueFillsAndAfterNinetySecondsEverythingIsReportedLost()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.Time = time;
            setup.Tcp = tcp => tcp.OutboundQueueLength = 20;
        });
        var (phone, connection) = await server.ConnectLiveAsync(receiveBufferBytes: 4096);
        await using var _ = phone;
        phone.StopReading();

        // More than the sockets of both sides hold, so that most of it must wait.
        var deliveries = new List<RecordedDelivery>();
        var picture = MediaItem.FromBytes(new byte[1024 * 1024]);
        var full = false;
        while (!full)
        {
            var delivery = Deliveries.Media(picture);
            full = !connection.TryEnqueue(delivery);
            if (!full)
                deliveries.Add(delivery);
            Assert.InRange(deliveries.Count, 0, 100);
        }

        // Far more than the writer can still take: the last of them is bound to wait.
        var waiting = Enumerable.Range(0, 60).Select(_ => connection.EnqueueAsync(Deliveries.Media(picture), default).AsTask()).ToArray();
        Assert.False(waiting[^1].IsCompleted);

        // The pictures that were begun keep the phone busy for some seconds each; beyond that nothing excuses it.
        for (var step = 0; step < 100 && !connection.Closed.IsCompleted && server.Log.Count(2020) == 0; step++)
            time.Advance(TimeSpan.FromSeconds(5));
        await server.Log.WaitForAsync(2020);

        Assert.False(await waiting[^1].DefaultTimeout());
        await connection.Closed.DefaultTimeout();
        foreach (var delivery in deliveries)
            await delivery.Outcome;
        Assert.Contains("lost", await deliveries[^1].Outcome, StringComparison.Ordinal);
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task Phone_Resets_WhatWaitsIsLostAndNoStackTraceIsLogged()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(receiveBufferBytes: 4096);
        await using var _ = phone;
        phone.StopReading();
        var deliveries = Enumerable.Range(0, 30).Select(_ => Deliveries.Media(MediaItem.FromBytes(new byte[1024 * 1024]))).ToArray();
        foreach (var delivery in deliveries)
            Assert.True(connection.TryEnqueue(delivery));

        phone.Reset();
        await connection.Closed.DefaultTimeout();

        Assert.Contains("lost", await deliveries[^1].Outcome, StringComparison.Ordinal);
        foreach (var delivery in deliveries)
            await delivery.Outcome;
        Assert.DoesNotContain(
            server.Log.Entries,
            entry => entry.Event.Id is >= 2000 and < 3000 && entry.Text.Contains("   at ", StringComparison.Ordinal));
        Assert.False(connection.TryEnqueue(Deliveries.Text("늦음")));
    }

    [Fact]
    public async Task Phone_ReadsAgainAfterAPause_PingAndAnswersComeBeforeNoticesThatWaited()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await server.ConnectLiveAsync(receiveBufferBytes: 4096);
        await using var _ = phone;
        await Eventually.TrueAsync(() => connection.LastRoundTrip is not null);
        var big = await StuffAsync(phone, connection);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(connection.TryEnqueue(Deliveries.Text(DeliveryPriority.Bulk, $"홍보 {i}")));
            Assert.True(connection.TryEnqueue(Deliveries.Text(DeliveryPriority.Notice, $"공지 {i}")));
            Assert.True(connection.TryEnqueue(Deliveries.Text($"답 {i}")));
        }

        Assert.True(connection.AnnounceMove(new MigrationTarget("next.example", 1490), TimeSpan.FromSeconds(30)));
        time.Advance(TimeSpan.FromSeconds(31));
        phone.ResumeReading();
        await big.Outcome;
        while ((await phone.NextAsync<TextLine>()).Text != "홍보 2")
        {
        }

        var behind = phone.Received.SkipWhile(line => line is not MediaLine).Skip(1).ToArray();
        Assert.Equal([typeof(ServerMigrationLine), typeof(PingLine)], behind.Take(2).Select(line => line.GetType()));
        Assert.Equal(
            ["답 0", "답 1", "답 2", "공지 0", "공지 1", "공지 2", "홍보 0", "홍보 1", "홍보 2"], behind.OfType<TextLine>().Select(line => line.Text));
    }

    [Fact]
    public async Task Close_MessagesWait_WhatEndsTheConnectionComesBehindThem()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync(receiveBufferBytes: 4096);
        await using var _ = phone;
        await StuffAsync(phone, connection);
        Assert.True(connection.TryEnqueue(Deliveries.Text(DeliveryPriority.Bulk, "홍보")));
        Assert.True(connection.AnnounceMove(new MigrationTarget("next.example", 1490), TimeSpan.Zero));
        Assert.True(connection.TryEnqueue(Deliveries.Text("답")));

        connection.Close(CloseReason.ServerShutdown, TimeSpan.FromSeconds(60));
        phone.ResumeReading();
        await phone.Closed.DefaultTimeout();

        Assert.Equal(
            [typeof(MediaLine), typeof(TextLine), typeof(TextLine), typeof(ServerMigrationLine), typeof(ServerShutdownLine)],
            phone.Received.SkipWhile(line => line is not MediaLine).Select(line => line.GetType()));
        Assert.Equal(["답", "홍보"], phone.Received.OfType<TextLine>().Select(line => line.Text));
    }

    [Fact]
    public async Task TenPicturesInARow_PhoneSleepsOverEach_IsNotTakenForDeadAndAnswersInTheEnd()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await server.Log.WaitForAsync(2005);
        await Eventually.TrueAsync(() => connection.LastRoundTrip is not null);
        phone.SleepsOverMedia = true;
        var two = new[] { MediaItem.FromBytes(new byte[10]), MediaItem.FromBytes(new byte[10]) };
        for (var i = 0; i < 10; i++)
        {
            var delivery = Deliveries.Media(two);
            Assert.True(connection.TryEnqueue(delivery));
            await delivery.Outcome;
        }

        // 162 s of sleep; the pings of that time are answered behind it.
        for (var i = 1; i <= 10; i++)
        {
            await Eventually.TrueAsync(() => phone.IsAsleep && phone.Received.Count(line => line is MediaLine) == i);
            time.Advance(TimeSpan.FromSeconds(16.2));
        }

        await phone.NextAsync<PingLine>();
        await phone.NextAsync<PingLine>();
        Assert.Equal(0, server.Log.Count(2020));
        Assert.False(connection.Closed.IsCompleted);
    }

    [Fact]
    public async Task MediaWithLongWait_PhoneGivesNoSign_IsDeadNinetySecondsAfterTheWait()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        await server.Log.WaitForAsync(2005);
        var connection = server.Registry.FindLive(PhoneServer.TestDevice)!;
        phone.AnswersPings = false;
        var delivery = Deliveries.Media(MediaKind.Image, TimeSpan.FromMinutes(4), MediaItem.FromBytes(new byte[10]));
        Assert.True(connection.TryEnqueue(delivery));
        await delivery.Outcome;

        time.Advance(TimeSpan.FromSeconds(31));
        await phone.NextAsync<PingLine>();
        await phone.NextAsync<PingLine>();
        time.Advance(TimeSpan.FromSeconds(240 + 89 - 31));
        Assert.Equal(0, server.Log.Count(2020));
        time.Advance(TimeSpan.FromSeconds(3));

        await server.Log.WaitForAsync(2020);
        await phone.Closed.DefaultTimeout();
    }

    /// <summary>Stops the phone from reading and keeps the writer busy with more than the sockets take, so that what comes now waits.</summary>
    private static async Task<RecordedDelivery> StuffAsync(FakePhone phone, IPhoneConnection connection)
    {
        phone.StopReading();
        var big = Deliveries.Media(MediaItem.FromBytes(new byte[16 * 1024 * 1024]));
        Assert.True(connection.TryEnqueue(big));
        await Eventually.TrueAsync(() => big.Begun == 1);
        return big;
    }
}
