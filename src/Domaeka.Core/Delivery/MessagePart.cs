namespace Domaeka.Core.Delivery;

/// <summary>One line of a message. The parts of a message go out in order, each when the one before it is confirmed.</summary>
/// <param name="Content">What it shows.</param>
/// <param name="PauseBefore">How long to wait after the confirmation of the part before it; zero or more.</param>
public sealed record MessagePart(OutboundContent Content, TimeSpan PauseBefore = default);
