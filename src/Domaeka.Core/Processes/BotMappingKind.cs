namespace Domaeka.Core.Processes;

/// <summary>What became of a bot's connection.</summary>
public enum BotMappingKind
{
    /// <summary>A phone of it has connected here.</summary>
    Connected,

    /// <summary>It is still here.</summary>
    Seen,

    /// <summary>No phone of it is here any more.</summary>
    Gone,
}
