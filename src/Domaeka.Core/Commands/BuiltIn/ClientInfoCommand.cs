using System.Globalization;
using Domaeka.Core.Connections;

namespace Domaeka.Core.Commands.BuiltIn;

/// <summary><c># client_info</c>: which phone serves the room. Nothing in it identifies the phone's owner, since everybody may ask.</summary>
internal sealed class ClientInfoCommand(TimeProvider clock) : IChatCommand
{
    public CommandDefinition Definition { get; } = new()
    {
        Trigger = "# client_info",
        Summary = "이 방에 연결된 봇과 단말 정보를 보여줍니다.",
    };

    public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var identity = context.Connection.Identity;
        var connected = clock.GetUtcNow() - context.Connection.ConnectedAt;
        return new ValueTask<CommandReply>(CommandReply.Text(string.Join('\n',
            "클라이언트 정보",
            $"봇: {identity.Device.BotName}",
            $"클라이언트: {identity.ClientType ?? "알 수 없음"} {identity.ClientVersion ?? ""}".TrimEnd(),
            $"단말: {Mask(identity.Device.DeviceId)}",
            $"방: {context.Line.RoomName} ({context.Line.ChannelId ?? "채널 ID 없음"})",
            string.Create(CultureInfo.InvariantCulture, $"연결 시간: {(int)connected.TotalHours}시간 {connected.Minutes}분 {connected.Seconds}초"),
            $"응답 지연: {RoundTrip(context.Connection)}")));
    }

    private static string Mask(string deviceId) => deviceId.Length <= 4 ? "****" : $"****{deviceId[^4..]}";

    private static string RoundTrip(IPhoneConnection connection) => connection.LastRoundTrip is { } roundTrip
        ? string.Create(CultureInfo.InvariantCulture, $"{roundTrip.TotalMilliseconds:0}ms")
        : "측정 전";
}
