namespace Domaeka.Core.Delivery;

/// <summary>What a media message holds.</summary>
public enum MediaKind
{
    /// <summary>Pictures.</summary>
    Image,

    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Film.</summary>
    Video,

    /// <summary>Any other file.</summary>
    Document,
}
