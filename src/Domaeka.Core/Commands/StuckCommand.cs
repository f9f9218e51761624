using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Commands;

/// <summary>A run of a command that goes on behind its time-out. Its room has had its answer and goes on.</summary>
/// <param name="Trigger">Of which command.</param>
/// <param name="Room">Where it was called.</param>
/// <param name="Device">The phone that heard it.</param>
/// <param name="LogId">KakaoTalk's id of the line that called it; null when it has none.</param>
/// <param name="StartedAt">Since when it runs.</param>
public sealed record StuckCommand(string Trigger, RoomKey Room, DeviceKey Device, string? LogId, DateTimeOffset StartedAt);
