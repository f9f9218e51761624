using Microsoft.Extensions.Options;

namespace Domaeka.Api.Logging;

/// <summary>Checks <see cref="FileLogOptions"/>, naming everything that is wrong at once.</summary>
internal sealed class FileLogOptionsValidator : IValidateOptions<FileLogOptions>
{
    private const long MinFileBytes = 64 * 1024;
    private const long MaxFileBytes = 1L << 40;
    private const int MinQueueBytes = 64 * 1024;
    private const int MaxQueueBytes = 1 << 30;
    private const int MaxFiles = 10_000;

    public ValidateOptionsResult Validate(string? name, FileLogOptions options)
    {
        var failures = new List<string>();
        if (!string.IsNullOrEmpty(options.Path) && string.IsNullOrEmpty(Path.GetFileName(options.Path)))
            failures.Add($"Logging:File:Path is \"{options.Path}\"; allowed: a file, such as logs/server.log.");
        if (options.MaxFileBytes is < MinFileBytes or > MaxFileBytes)
            failures.Add($"Logging:File:MaxFileBytes is {options.MaxFileBytes}; allowed: {MinFileBytes} to {MaxFileBytes}.");
        if (options.MaxFiles is < 0 or > MaxFiles)
            failures.Add($"Logging:File:MaxFiles is {options.MaxFiles}; allowed: 0 to {MaxFiles}.");
        if (options.MaxQueueBytes is < MinQueueBytes or > MaxQueueBytes)
            failures.Add($"Logging:File:MaxQueueBytes is {options.MaxQueueBytes}; allowed: {MinQueueBytes} to {MaxQueueBytes}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
