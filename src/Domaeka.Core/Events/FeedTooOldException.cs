namespace Domaeka.Core.Events;

/// <summary>What comes behind the wanted place is not kept any more.</summary>
/// <param name="oldest">The oldest place from which nothing is missing.</param>
public sealed class FeedTooOldException(FeedPosition oldest) : Exception("The place to go on from is older than what is kept.")
{
    /// <summary>The oldest place from which nothing is missing.</summary>
    public FeedPosition Oldest { get; } = oldest;
}
