namespace Domaeka.Samples.Client;

/// <summary>What the program answers to whoever started it.</summary>
public static class ExitCodes
{
    /// <summary>The server did what was asked.</summary>
    public const int Success = 0;

    /// <summary>The server refused, or a message that was waited for did not arrive; the reason was printed.</summary>
    public const int Refused = 1;

    /// <summary>The command line makes no sense, or there is no key.</summary>
    public const int WrongUsage = 2;

    /// <summary>The server could not be reached, or its database does not answer: try again later.</summary>
    public const int Unavailable = 3;
}
