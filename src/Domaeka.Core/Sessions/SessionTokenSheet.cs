using Domaeka.Core.Approval;

namespace Domaeka.Core.Sessions;

/// <summary>What is stored of a device and its tokens at one moment.</summary>
/// <param name="Status">The device's status now, not as some cache knows it.</param>
/// <param name="DeviceUuid">What it is bound to; null for nothing.</param>
/// <param name="Tokens">Its tokens, in no order.</param>
public sealed record SessionTokenSheet(ApprovalStatus Status, string? DeviceUuid, IReadOnlyList<StoredSessionToken> Tokens);
