namespace Domaeka.Core.Outbox.Journal;

/// <summary>A change on its way to the store.</summary>
/// <param name="Write">The change.</param>
/// <param name="Done">
/// Told what became of it, in the order of submission, on the journal's own thread; must be quick. The exception is null when there is a
/// result.
/// </param>
/// <param name="Number">Grows with every submission.</param>
/// <param name="IsUrgent">True when somebody waits for it: a caller, or a phone's line.</param>
internal readonly record struct JournalItem(OutboxWrite Write, Action<OutboxWriteResult, Exception?> Done, long Number, bool IsUrgent);
