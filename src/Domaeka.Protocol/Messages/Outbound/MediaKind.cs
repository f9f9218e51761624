namespace Domaeka.Protocol.Messages;

/// <summary>What a media line carries. Legacy lines cannot say it.</summary>
public enum MediaKind
{
    /// <summary>Pictures.</summary>
    Image,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Films.</summary>
    Video,

    /// <summary>Any other file.</summary>
    Document,
}
