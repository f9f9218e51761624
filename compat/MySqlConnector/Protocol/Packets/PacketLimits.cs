namespace MySqlConnector.Protocol.Packets;

/// <summary>Numbers of the framing (MySQL protocol, "MySQL Packets").</summary>
internal static class PacketLimits
{
    /// <summary>Three bytes of length and one of sequence.</summary>
    public const int HeaderLength = 4;

    /// <summary>A packet of this length says that another one follows, be it empty.</summary>
    public const int MaximumPacketLength = 0xFFFFFF;

    /// <summary>Nothing that a server says before it lets us in is longer; a stranger on the port cannot make us buffer more.</summary>
    public const int MaximumConnectionPhasePayload = 1 << 20;

    /// <summary>The greatest max_allowed_packet that a server can be given is 1 GiB; a row is never longer.</summary>
    public const int MaximumCommandPhasePayload = (1 << 30) + (1 << 20);
}
