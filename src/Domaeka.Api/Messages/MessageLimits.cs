namespace Domaeka.Api.Messages;

/// <summary>What a message may hold. The protos promise these numbers.</summary>
internal static class MessageLimits
{
    /// <summary>Most UTF-16 units of all texts of a message.</summary>
    public const int MaxTextLength = 650_000;

    /// <summary>Most bytes of all data of a message: 20 pictures of 5 MiB.</summary>
    public const long MaxDataBytes = 20L * 5 * 1024 * 1024;

    /// <summary>Most parts of a sequence.</summary>
    public const int MaxSequenceParts = 10;

    /// <summary>Most values of a template, and most different placeholders.</summary>
    public const int MaxTemplateValues = 200;

    /// <summary>Most messages of a batch.</summary>
    public const int MaxBatchRequests = 1_000;

    /// <summary>Most characters of a request id, and of a collapse key.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>Most names that a watch may list.</summary>
    public const int MaxWatchedNames = 1_000;

    /// <summary>Most messages of a page that brings their parts.</summary>
    public const int MaxFullPageSize = 100;

    /// <summary>How many characters of parts end a page.</summary>
    public const int FullPageLength = 1_000_000;

    /// <summary>Longest pause before a part.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromHours(1);
}
