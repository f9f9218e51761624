namespace Domaeka.Core.Events;

/// <summary>Between which ids events lie now.</summary>
/// <param name="OldestEventId">The oldest event that is kept; 0 when there was never one. Behind a purge of everything, one more than the newest.</param>
/// <param name="NewestEventId">The newest event; 0 when there was never one.</param>
/// <param name="NewestChatId">The newest chat line; 0 when there is none.</param>
public sealed record EventBounds(long OldestEventId, long NewestEventId, long NewestChatId);
