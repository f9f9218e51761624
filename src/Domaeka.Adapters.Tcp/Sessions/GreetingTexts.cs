using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>The words of <c>handshakeComplete</c>; the scripts write them into their log, where the shop reads them.</summary>
internal static class GreetingTexts
{
    public const string Draining = "서버가 종료 중입니다. 잠시 후 다시 연결해 주세요";
    public const string Moving = "서버를 이전하는 중입니다. 새 서버로 연결해 주세요 (migration)";
    public const string InvalidIdentity = "봇 이름 또는 디바이스 ID가 올바르지 않습니다";
    public const string TooManyPending = "승인 대기 중인 디바이스가 너무 많아 등록할 수 없습니다";
    public const string StorageUnavailable = "지금은 디바이스를 확인할 수 없습니다. 잠시 후 다시 연결해 주세요";

    public const string ServerFull = "서버에 연결할 수 있는 봇 수를 초과했습니다. 잠시 후 다시 연결해 주세요 (server full)";
    public const string ServerInMaintenance = "서버 점검 중입니다. 잠시 후 다시 연결해 주세요 (maintenance)";
    public const string MemoryShort = "서버의 메모리가 부족합니다. 잠시 후 다시 연결해 주세요 (memory)";
    public const string ServerInactive = "사용하지 않는 서버입니다 (inactive)";

    private const string Approved = "승인된 디바이스입니다";
    private const string Registered = "디바이스가 승인 대기 상태로 등록되었습니다";
    private const string Pending = "승인 대기 중인 디바이스입니다";
    private const string ShutOut = "접근이 차단된 디바이스입니다";

    private static readonly string ServerVersion =
        typeof(GreetingTexts).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>What a device's status means for its phone.</summary>
    public static HandshakeCompleteLine ForStatus(Device device, bool isNew = false) => device.Status switch
    {
        ApprovalStatus.Approved => new HandshakeCompleteLine(true, true, Approved, ServerVersion),
        var status when status.IsShutOut() =>
            new HandshakeCompleteLine(false, false, $"{ShutOut} ({status.ToStoredWord()})", ServerVersion),
        _ => new HandshakeCompleteLine(true, false, isNew ? Registered : Pending, ServerVersion),
    };

    /// <summary>For a device whose row says no more why it is shut out.</summary>
    public static HandshakeCompleteLine ForShutOut() => Refusal(ShutOut);

    /// <summary>Cannot be served, for a reason that is not the device's status.</summary>
    public static HandshakeCompleteLine Refusal(string reason) => new(false, false, reason, ServerVersion);
}
