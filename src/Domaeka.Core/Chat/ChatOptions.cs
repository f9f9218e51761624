namespace Domaeka.Core.Chat;

/// <summary>How chat lines are taken in.</summary>
public sealed class ChatOptions
{
    /// <summary>How many message ids are remembered to tell duplicates; 0 turns the check off (default: 10,000).</summary>
    public int DuplicateCapacity { get; set; } = 10_000;

    /// <summary>How long a message id is remembered (default: 300 s).</summary>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromSeconds(300);
}
