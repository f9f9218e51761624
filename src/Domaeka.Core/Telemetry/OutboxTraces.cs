using System.Diagnostics;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;

namespace Domaeka.Core.Telemetry;

/// <summary>
/// The spans from <c>SendMessage</c> to <c>CONFIRMED</c>: <c>message.accept</c> below the caller's own span, and below it <c>message.wait</c> and one
/// <c>message.deliver</c> for each attempt. The row of the message carries the trace (<see cref="OutboxHeader.TraceParent"/>), so whichever process ends
/// an attempt, and after whichever restart, tells of it in the right place; what was measured is told when it is over.
/// </summary>
internal static class OutboxTraces
{
    /// <summary>A message is asked for. Null when nobody listens, or this one is not sampled.</summary>
    public static Activity? Accept(SendRequest request)
    {
        if (DomaekaTraces.Source.StartActivity("message.accept") is not { } activity)
            return null;
        return activity
            .SetTag(TraceTags.Bot, request.Room.BotName)
            .SetTag(TraceTags.Channel, request.Room.ChannelId)
            .SetTag(TraceTags.Kind, MetricLabels.Of(request.Kind))
            .SetTag(TraceTags.Schedule, request.Occurrence?.ScheduleId);
    }

    /// <summary>What came of it.</summary>
    public static void Close(Activity? accept, SendResult result)
    {
        if (accept is null)
            return;
        if (result.Message is { Header: var header })
            accept.SetTag(TraceTags.Message, header.Id).SetTag(TraceTags.Outcome, MetricLabels.Of(header.Progress.State));
        if (result.Failure != SendFailure.None)
            accept.SetTag(TraceTags.Outcome, MetricLabels.Of(result.Failure)).SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>What a message that is accepted now is to carry; null when nobody wants to see its way.</summary>
    public static string? CurrentParent =>
        DomaekaTraces.Source.HasListeners() && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>An attempt has come to its end, or nobody knows how it ended.</summary>
    /// <param name="header">The message.</param>
    /// <param name="attempt">The attempt; null when it was begun before this process was.</param>
    /// <param name="state">How it ended.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">When.</param>
    public static void Attempt(OutboxHeader header, DeliveryAttempt? attempt, DeliveryState state, DeliveryReason reason, DateTimeOffset now)
    {
        if (!TryGetParent(header, out var parent))
            return;
        if (attempt is { Part: 0, Attempt: <= 1 })
            Wait(header, parent, attempt.StartedAt);
        using var activity = DomaekaTraces.Source.StartActivity(
            "message.deliver", ActivityKind.Producer, parent, startTime: attempt?.StartedAt ?? now);
        if (activity is null)
            return;
        Tag(activity, header, state, reason);
        activity.SetTag(TraceTags.Part, attempt?.Part ?? header.Progress.PartsConfirmed)
            .SetTag(TraceTags.Attempt, attempt?.Attempt ?? header.Progress.Attempts)
            .SetTag(TraceTags.Device, attempt?.DeviceId ?? header.Progress.DeviceId)
            .SetTag(TraceTags.Connection, attempt?.ConnectionId);
        if (attempt?.WrittenAt is { } writtenAt)
            activity.AddEvent(new ActivityEvent("written", writtenAt));
        activity.SetEndTime(now.UtcDateTime);
    }

    /// <summary>A message has come to its end without another attempt.</summary>
    public static void EndWaiting(OutboxHeader header, DeliveryState state, DeliveryReason reason, DateTimeOffset now)
    {
        if (!TryGetParent(header, out var parent))
            return;
        using var activity = DomaekaTraces.Source.StartActivity("message.wait", ActivityKind.Internal, parent, startTime: header.CreatedAt);
        if (activity is null)
            return;
        Tag(activity, header, state, reason);
        activity.SetEndTime(now.UtcDateTime);
    }

    private static void Wait(OutboxHeader header, ActivityContext parent, DateTimeOffset until)
    {
        using var activity = DomaekaTraces.Source.StartActivity("message.wait", ActivityKind.Internal, parent, startTime: header.CreatedAt);
        activity?.SetTag(TraceTags.Message, header.Id).SetEndTime(until.UtcDateTime);
    }

    private static void Tag(Activity activity, OutboxHeader header, DeliveryState state, DeliveryReason reason)
    {
        activity.SetTag(TraceTags.Message, header.Id).SetTag(TraceTags.Outcome, MetricLabels.Of(state));
        if (reason != DeliveryReason.None)
            activity.SetTag(TraceTags.Reason, MetricLabels.Of(reason));
        if (state is DeliveryState.Failed or DeliveryState.Uncertain or DeliveryState.Expired)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    private static bool TryGetParent(OutboxHeader header, out ActivityContext parent)
    {
        parent = default;
        return header.TraceParent is { } text && DomaekaTraces.Source.HasListeners() && ActivityContext.TryParse(text, null, isRemote: true, out parent);
    }
}
