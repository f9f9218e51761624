using Domaeka.Core.Outbox;

namespace Domaeka.Storage.Rows;

/// <summary>What the log of schedules says of a message that has come to its end.</summary>
internal sealed record EndedMessage(string Id, string ChannelId, long ScheduleId, DateTimeOffset? DueAt, DeliveryProgress Progress);
