namespace Domaeka.Protocol.Messages;

/// <summary>Another line in its compressed form, as it comes; <see cref="Codec.PhoneDecoder"/> answers with the line that is in it.</summary>
/// <param name="Encoding">How it was compressed.</param>
/// <param name="Bytes">How long the line is, without its line end.</param>
/// <param name="Content">The compressed line.</param>
internal sealed record CompressedLine(string Encoding, int Bytes, byte[] Content) : OutboundLine;
