using Domaeka.Core.Rooms;

namespace Domaeka.Core.Leases;

/// <summary>A row of <c>dk_mail</c>: something that one process tells another. It is read in the order in which it was posted.</summary>
public sealed record Mail
{
    /// <summary>Its number, given by the store; 0 before that.</summary>
    public long Id { get; init; }

    /// <summary>What it is about.</summary>
    public required MailKind Kind { get; init; }

    /// <summary>The instance that posted it.</summary>
    public required long From { get; init; }

    /// <summary>The room, as <see cref="Kind"/> tells; null when it is about none.</summary>
    public RoomKey? Room { get; init; }

    /// <summary>The message's number, as <see cref="Kind"/> tells; 0 when it is about none.</summary>
    public long MessageSequence { get; init; }

    /// <summary>What else there is to say, up to 255 characters; null when nothing is.</summary>
    public string? Argument { get; init; }
}
