using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Protocol.Messages;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>Whatever is written, answered and torn down in whatever order, over a real socket.</summary>
public sealed class ConfirmationPropertyTests
{
    private enum Step
    {
        Notice,
        Reply,
        Picture,
        Answer,
        AnswerNewest,
        WaitForPing,
        Reset,
        HalfClose,
        ServerCloses,
    }

    [Fact]
    public async Task Steps_InAnyOrder_EndEveryDeliveryOnceAndNeverClaimMoreThanThePhoneAnswered()
    {
        await using var server = await PhoneServer.StartAsync(
            setup => setup.Tcp = tcp => tcp.CloseGracePeriod = TimeSpan.FromMilliseconds(20));
        var step = Gen.Frequency(
            (10, Gen.Constant(Step.Notice)),
            (3, Gen.Constant(Step.Reply)),
            (1, Gen.Constant(Step.Picture)),
            (5, Gen.Constant(Step.Answer)),
            (1, Gen.Constant(Step.AnswerNewest)),
            (3, Gen.Constant(Step.WaitForPing)),
            (1, Gen.Constant(Step.Reset)),
            (1, Gen.Constant(Step.HalfClose)),
            (1, Gen.Constant(Step.ServerCloses)));

        Prop.ForAll(Gen.ArrayOf(step).ToArbitrary(), steps => RunAsync(server, steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(60));
    }

    private static async Task RunAsync(PhoneServer server, Step[] steps)
    {
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await Eventually.TrueAsync(() => connection.LastRoundTrip is not null);
        phone.HoldsPings = true;
        var answered = phone.Received.Count(line => line is PingLine);
        var answeredThrough = answered;
        var deliveries = new List<RecordedDelivery>();
        var hasEnded = false;
        foreach (var step in steps)
        {
            if (hasEnded)
                break;
            switch (step)
            {
                case Step.Notice or Step.Reply or Step.Picture:
                    var text = $"{deliveries.Count}";
                    var delivery = step switch
                    {
                        Step.Notice => Deliveries.Notice(text),
                        Step.Reply => Deliveries.Text(text),
                        _ => Deliveries.Picture(200_000 + deliveries.Count),
                    };
                    if (connection.TryEnqueue(delivery))
                        deliveries.Add(delivery);
                    break;
                case Step.Answer:
                    answered += await phone.AnswerHeldPingsAsync(1);
                    answeredThrough = Math.Max(answeredThrough, answered);
                    break;
                case Step.AnswerNewest:
                    var pings = phone.Received.OfType<PingLine>().ToArray();
                    await phone.SendAsync(phone.Script.PingReply(pings[^1].Token));
                    answeredThrough = pings.Length;
                    break;
                case Step.WaitForPing:
                    if (deliveries.Any(wanted => wanted.WantsConfirmation && !wanted.IsDecided))
                        await Eventually.TrueAsync(() => phone.HeldPings > 0 || deliveries.All(IsOver));
                    break;
                case Step.Reset:
                    phone.Reset();
                    hasEnded = true;
                    break;
                case Step.HalfClose:
                    phone.HalfClose();
                    hasEnded = true;
                    break;
                default:
                    connection.Close(CloseReason.Requested);
                    hasEnded = true;
                    break;
            }
        }

        if (!hasEnded)
        {
            // To the good end: whatever is still open is confirmed.
            phone.HoldsPings = false;
            while (await phone.AnswerHeldPingsAsync() > 0)
            {
            }

            foreach (var delivery in deliveries)
                Assert.Equal(delivery.WantsConfirmation ? "confirmed" : "written", await delivery.Outcome);
            answeredThrough = int.MaxValue;
            phone.Reset();
        }

        await connection.Closed.DefaultTimeout();
        await phone.Closed.DefaultTimeout();
        var shown = phone.Received;
        foreach (var delivery in deliveries)
        {
            // Ended twice would have been logged as an error, which fails the test with the server.
            if (delivery.WantsConfirmation && await delivery.Outcome == "confirmed")
                Assert.InRange(shown.TakeWhile(line => !IsOf(line, delivery)).Count(line => line is PingLine), 0, answeredThrough - 1);
            if (delivery.WantsConfirmation && await delivery.Outcome == "lost")
                Assert.DoesNotContain(shown, line => IsOf(line, delivery));
        }

        // Confirmed are the first ones, without a gap.
        var ends = await Task.WhenAll(deliveries.Where(delivery => delivery.WantsConfirmation).Select(delivery => delivery.Outcome));
        Assert.Equal(ends.OrderBy(end => end switch { "confirmed" => 0, "lost begun" => 1, _ => 2 }), ends);
    }

    private static bool IsOver(RecordedDelivery delivery) => !delivery.WantsConfirmation || delivery.IsDecided;

    private static bool IsOf(OutboundLine line, RecordedDelivery delivery) => line switch
    {
        TextLine text => delivery.Message.Content is Core.Delivery.TextContent content && content.Text == text.Text,
        MediaLine media => delivery.Message.Content is Core.Delivery.MediaContent content && content.Items[0].Bytes.Length == media.Items[0].Data.Length,
        _ => false,
    };
}
