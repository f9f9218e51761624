using Domaeka.Core.Storage;
using Domaeka.Storage;

namespace Domaeka.Api.Hosting;

/// <summary>Failures of the start that an operator can do something about: they are told in one line, without a stack trace.</summary>
internal static class StartFailure
{
    /// <summary>The line, or null for what is a bug.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        StorageMigrationException or StorageUnavailableException or StorageRejectedException =>
            $"The database cannot be used: {exception.Message}",
        IOException or UnauthorizedAccessException => exception.Message,
        _ => null,
    };
}
