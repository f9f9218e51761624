namespace Domaeka.Samples.Client;

/// <summary>A message that was waited for came to another end than that the room has it.</summary>
/// <param name="message">To which.</param>
public sealed class UndeliveredException(string message) : Exception(message);
