namespace Domaeka.Core.Events;

/// <summary>The oldest events of an <see cref="EventQueue"/>, still in it.</summary>
/// <param name="First">The number of the first one, counted from the queue's beginning.</param>
/// <param name="Events">The events.</param>
internal readonly record struct EventBatch(long First, IReadOnlyList<ServerEvent> Events);
