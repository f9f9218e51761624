namespace Domaeka.Api.Hosting;

/// <summary>What the program answers to whoever started it.</summary>
internal static class ExitCodes
{
    /// <summary>It did its work and was stopped properly.</summary>
    public const int Success = 0;

    /// <summary>It could not start, or failed.</summary>
    public const int Failure = 1;

    /// <summary>The configuration is wrong, or a port is taken.</summary>
    public const int WrongConfiguration = 2;
}
