namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>A notice that a caller of a <see cref="NoticeStorm"/> had accepted.</summary>
/// <param name="Text">Its text; no two are alike.</param>
/// <param name="AtMostOnce">It is not to be written again when in doubt.</param>
internal sealed record NoticeAsked(string Text, bool AtMostOnce);
