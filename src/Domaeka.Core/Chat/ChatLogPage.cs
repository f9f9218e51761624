namespace Domaeka.Core.Chat;

/// <summary>
/// A page of chat lines, newest first. A store looks at a bounded number of lines for one page, so that a page of a narrow filter may hold
/// few lines or none although there are more further back.
/// </summary>
/// <param name="Lines">The lines.</param>
/// <param name="NextBeforeId">What <see cref="ChatLogQuery.BeforeId"/> must be for the page behind this one; null when there is nothing behind it.</param>
public sealed record ChatLogPage(IReadOnlyList<StoredChatLine> Lines, long? NextBeforeId);
