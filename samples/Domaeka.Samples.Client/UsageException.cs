namespace Domaeka.Samples.Client;

/// <summary>The command line cannot be carried out as it was written.</summary>
/// <param name="message">What to do about it.</param>
public sealed class UsageException(string message) : Exception(message);
