using System.Globalization;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Rooms;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Outbox.Reading;

/// <summary>Puts into words for the shop's operator why a room has a message or does not have it: only what is recorded, or seen now.</summary>
internal sealed class MessageExplainer(IRoomDirectory rooms, IDeviceDirectory devices, IOptions<DeliveryOptions> options)
{
    private static readonly TimeZoneInfo Seoul = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    public MessageExplanation Explain(OutboxMessage message, IReadOnlyList<DeliveryAttempt> attempts, WaitingView? waiting)
    {
        var facts = new List<ExplanationFact>();
        var sentence = Sentence(message.Header, waiting, facts);
        foreach (var attempt in attempts)
            facts.Add(Fact(attempt));
        return new MessageExplanation(message, sentence, facts, attempts);
    }

    private string Sentence(OutboxHeader header, WaitingView? waiting, List<ExplanationFact> facts)
    {
        var room = rooms.Find(header.Room)?.Name ?? header.Room.ChannelId;
        var progress = header.Progress;
        var part = header.PartCount > 1 ? $" ({header.PartCount}개 중 {progress.PartsConfirmed}개 전송 확인)" : "";
        return progress.State switch
        {
            DeliveryState.Confirmed => Say(
                facts, progress, $"'{room}' 방에 메시지가 전송되었고, 휴대폰이 {At(progress.EndedAt)}에 처리를 마친 것을 확인했습니다{part}."),
            DeliveryState.Written => Say(
                facts, progress, $"'{room}' 방으로 보내는 메시지를 {At(progress.WrittenAt)}에 휴대폰에 넘겼고, 처리 확인을 기다리고 있습니다{part}."),
            DeliveryState.Uncertain => Say(facts, progress, UncertainText(room, header, waiting) + part + "."),
            DeliveryState.Failed => Say(facts, progress, $"'{room}' 방에 보내지 못했습니다: {Why(progress.Reason)}{part}."),
            DeliveryState.Expired => Say(facts, progress, $"유효 시간({At(header.ExpireAt)})이 지나도록 보낼 수 없어 '{room}' 방에 보내지 않았습니다{part}."),
            DeliveryState.Cancelled => Say(
                facts,
                progress,
                progress.Reason == DeliveryReason.Collapsed
                    ? $"같은 묶음 키의 새 메시지가 접수되어 '{room}' 방에 보내지 않았습니다{part}."
                    : $"요청에 따라 취소되어 '{room}' 방에 보내지 않았습니다{part}."),
            _ when progress.IsSending => Say(facts, progress, $"'{room}' 방으로 보내는 메시지를 지금 휴대폰에 넘기고 있습니다{part}."),
            _ => Waiting(room, header, waiting, facts) + part + ".",
        };
    }

    private static string Say(List<ExplanationFact> facts, DeliveryProgress progress, string text)
    {
        facts.Add(new ExplanationFact(progress.Reason, text, progress.CollapsedInto, progress.EndedAt ?? progress.WrittenAt));
        return text;
    }

    private static string UncertainText(string room, OutboxHeader header, WaitingView? waiting)
    {
        var cause = header.Progress.Reason == DeliveryReason.ServerStopped ? "서버가 중단되어" : "휴대폰 연결이 끊겨";
        var next = header.Progress.IsEnded
            ? header.Redelivery == Redelivery.AtMostOnce
                ? "중복을 피하도록 요청되어 다시 보내지 않았습니다"
                : "다시 보내지 않습니다"
            : waiting is { Reason: DeliveryReason.DeviceOffline }
                ? "휴대폰이 다시 연결되면 한 번 더 보냅니다"
                : "한 번 더 보냅니다";
        return $"'{room}' 방으로 보내던 중 확인을 받기 전에 {cause} 방에 표시되었는지 알 수 없으며, {next}";
    }

    private string Waiting(string room, OutboxHeader header, WaitingView? waiting, List<ExplanationFact> facts)
    {
        var reason = waiting?.Reason ?? header.Progress.Reason;
        var device = waiting?.Route.Device?.DeviceId;
        var (fact, text) = reason switch
        {
            DeliveryReason.NotBefore => (
                new ExplanationFact(reason, "보낼 시각이 아직 되지 않았습니다", Until: header.NotBefore),
                $"보내기로 한 시각({At(header.NotBefore)})이 아직 되지 않아 '{room}' 방에 보내지 않았습니다"),
            DeliveryReason.Pause => (
                new ExplanationFact(reason, "다음 부분을 보내기 전에 쉬고 있습니다", Until: waiting?.RestUntil),
                $"'{room}' 방에 다음 부분을 보내기 전에 정해진 간격을 기다리고 있습니다"),
            DeliveryReason.RoomNotApproved => (
                new ExplanationFact(reason, $"방의 상태: {StatusOf(header.Room)}", header.Room.ChannelId),
                $"'{room}' 방이 승인되지 않아(현재 상태: {StatusOf(header.Room)}) 보류 중이며, 승인되면 보냅니다"),
            DeliveryReason.DeviceNotApproved => (
                new ExplanationFact(reason, "방을 맡은 휴대폰 가운데 승인된 것이 없습니다", header.Room.BotName),
                $"'{room}' 방을 맡은 휴대폰 가운데 승인된 것이 없어({DeviceStatuses(header.Room)}) 보류 중이며, 승인되면 보냅니다"),
            DeliveryReason.RoomNameAmbiguous => (
                new ExplanationFact(reason, "같은 이름의 승인된 방이 둘 이상입니다", room),
                $"봇 '{header.Room.BotName}'에 '{room}'이라는 이름의 승인된 방이 둘 이상이어서 잘못 보내지 않도록 보류 중입니다"),
            DeliveryReason.DeviceOffline => (
                new ExplanationFact(reason, "방을 맡은 휴대폰이 연결되어 있지 않습니다", device, waiting?.OfflineSince, waiting?.Route.RecheckAt),
                $"'{room}' 방을 맡은 휴대폰{Named(device)}이 연결되어 있지 않아 기다리고 있으며, 연결되면 보냅니다"),
            DeliveryReason.PhoneBusy when waiting is { WorksOnMedia: true } => (
                new ExplanationFact(reason, "휴대폰이 사진을 처리하고 있습니다", device),
                $"휴대폰{Named(device)}이 앞서 보낸 사진을 처리하고 있어 '{room}' 방에 아직 보내지 않았습니다"),
            DeliveryReason.PhoneBusy => (
                new ExplanationFact(reason, $"확인되지 않은 메시지 {waiting?.InFlight ?? 0}개 (한도 {options.Value.UnconfirmedWindow}개)", device),
                $"휴대폰{Named(device)}이 앞서 보낸 메시지 {waiting?.InFlight ?? 0}개를 아직 처리하고 있어 '{room}' 방에 보내지 않았습니다"),
            _ => (
                new ExplanationFact(reason, "차례를 기다리고 있습니다", device),
                $"'{room}' 방으로 보내는 메시지가 차례를 기다리고 있습니다"),
        };
        facts.Add(fact);
        return text;
    }

    private static ExplanationFact Fact(DeliveryAttempt attempt)
    {
        var what = attempt.State switch
        {
            DeliveryState.Confirmed => "전송 확인",
            DeliveryState.Written => "휴대폰에 넘김",
            DeliveryState.Uncertain => $"결과 알 수 없음: {Why(attempt.Reason)}",
            DeliveryState.Failed => $"보내지 않음: {Why(attempt.Reason)}",
            _ => "보내는 중",
        };
        return new ExplanationFact(
            attempt.Reason, $"부분 {attempt.Part + 1}, 시도 {attempt.Attempt}: {what}", attempt.DeviceId, attempt.StartedAt, attempt.EndedAt);
    }

    private static string Why(DeliveryReason reason) => reason switch
    {
        DeliveryReason.LinkLost => "휴대폰 연결이 끊겼습니다",
        DeliveryReason.ServerStopped => "서버가 중단되었습니다",
        DeliveryReason.NotEncodable => "휴대폰의 스크립트가 표시할 수 없는 내용입니다",
        DeliveryReason.LineTooLong => "한 번에 보낼 수 있는 크기를 넘었습니다",
        DeliveryReason.MediaMissing => "보관하던 사진 파일이 없어졌습니다",
        DeliveryReason.RoomNotApproved => "방이 승인되지 않았습니다",
        DeliveryReason.DeviceNotApproved => "휴대폰이 승인되지 않았습니다",
        DeliveryReason.RoomNameAmbiguous => "같은 이름의 방이 둘 이상입니다",
        _ => "이유가 기록되지 않았습니다",
    };

    private string StatusOf(RoomKey room) =>
        rooms.Find(room)?.Status.ToString().ToLowerInvariant() ?? "등록되지 않음";

    private string DeviceStatuses(RoomKey room)
    {
        var statuses = devices.FindByBot(room.BotName)
            .Take(5)
            .Select(device => $"{device.Key.DeviceId}: {device.Status.ToString().ToLowerInvariant()}");
        return string.Join(", ", statuses) is { Length: > 0 } text ? text : "등록된 휴대폰 없음";
    }

    private static string Named(string? deviceId) => deviceId is null ? "" : $"({deviceId})";

    private static string At(DateTimeOffset? time) => time is { } known
        ? TimeZoneInfo.ConvertTime(known, Seoul).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "알 수 없는 시각";
}
