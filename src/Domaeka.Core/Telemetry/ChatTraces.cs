using System.Diagnostics;
using Domaeka.Core.Chat;
using Domaeka.Core.Commands;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;

namespace Domaeka.Core.Telemetry;

/// <summary>
/// The spans from a chat line to its answer: <c>chat.receive</c>, and below it <c>command.wait</c>, <c>command.run</c> and <c>reply.write</c>. What
/// is only measured is told when it is over, so that nothing has to be kept open.
/// </summary>
internal static class ChatTraces
{
    /// <summary>A line has come. Null when nobody listens, or this one is not sampled.</summary>
    public static Activity? Receive(IPhoneConnection connection, ChatLine line)
    {
        var before = Activity.Current;
        if (DomaekaTraces.Source.StartActivity("chat.receive", ActivityKind.Consumer) is not { } activity)
            return null;

        // Not current: lanes and the log may begin their loops here, and what they do later is not about this line.
        Activity.Current = before;
        return activity
            .SetTag(TraceTags.Bot, line.Device.BotName)
            .SetTag(TraceTags.Device, line.Device.DeviceId)
            .SetTag(TraceTags.Channel, line.Room.ChannelId)
            .SetTag(TraceTags.Connection, connection.Id)
            .SetTag(TraceTags.LogId, line.LogId);
    }

    /// <summary>What became of the line.</summary>
    public static void Close(Activity? received, ChatOutcome outcome) => received?.SetTag(TraceTags.Outcome, MetricLabels.Of(outcome));

    /// <summary>The command has waited in its lane.</summary>
    public static void Wait(Activity received, DateTimeOffset since, DateTimeOffset until)
    {
        using var activity = DomaekaTraces.Source.StartActivity("command.wait", ActivityKind.Internal, received.Context, startTime: since);
        activity?.SetEndTime(until.UtcDateTime);
    }

    /// <summary>The command begins to run; what it calls in its turn is below this span.</summary>
    public static Activity? Run(Activity received, string trigger) =>
        DomaekaTraces.Source.StartActivity("command.run", ActivityKind.Internal, received.Context)?.SetTag(TraceTags.Command, trigger);

    /// <summary>The lane goes on.</summary>
    public static void End(Activity? run, CommandOutcome outcome)
    {
        if (run is null)
            return;
        run.SetTag(TraceTags.Outcome, MetricLabels.Of(outcome));
        if (outcome is CommandOutcome.Failed or CommandOutcome.TimedOut or CommandOutcome.TurnedAway)
            run.SetStatus(ActivityStatusCode.Error);
        run.Stop();
    }

    /// <summary>An answer was handed to the socket, or was not.</summary>
    public static void Write(Activity received, OutboundMessage message, DateTimeOffset since, DateTimeOffset until, string outcome, bool isWritten)
    {
        using var activity = DomaekaTraces.Source.StartActivity("reply.write", ActivityKind.Producer, received.Context, startTime: since);
        if (activity is null)
            return;
        activity.SetTag(TraceTags.Message, message.Id).SetTag(TraceTags.Outcome, outcome);
        if (!isWritten)
            activity.SetStatus(ActivityStatusCode.Error);
        activity.SetEndTime(until.UtcDateTime);
    }
}
