using Domaeka.Storage.MariaDb;
using Domaeka.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage;

/// <summary>Names every wrong value of <see cref="StorageOptions"/> at once, each by its configuration key.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var failures = new List<string>();
        if ((options.EncryptedSettingsProblem ?? FindProblem(options)) is { } problem)
            failures.Add(problem);
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            failures.Add("Data:Directory is empty; it must name a directory.");
        if (!Enum.IsDefined(options.Synchronous))
            failures.Add($"Storage:Synchronous is '{options.Synchronous}'; allowed: Normal, Full.");

        RequireTime(failures, "BusyTimeout", options.BusyTimeout, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        RequireTime(failures, "MigrationTimeout", options.MigrationTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        RequireTime(failures, "HealthTimeout", options.HealthTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60));
        RequireCount(failures, "ReadConnections", options.ReadConnections, 1, 64);
        RequireCount(failures, "CacheKibibytes", options.CacheKibibytes, 256, 1_048_576);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string? FindProblem(StorageOptions options)
    {
        if (options.Provider.Equals(StorageOptions.SqliteProvider, StringComparison.OrdinalIgnoreCase))
            return SqliteLocation.TryResolve(options, out _, out var problem) ? null : problem;
        if (IsMariaDb(options))
            return MariaDbLocation.TryResolve(options, out _, out var problem) ? null : problem;
        return $"Storage:Provider is '{options.Provider}'; allowed: {StorageOptions.SqliteProvider}, {StorageOptions.MariaDbProvider}, "
            + $"{StorageOptions.MySqlProvider}.";
    }

    /// <summary>True when the options name a MariaDB or MySQL server.</summary>
    public static bool IsMariaDb(StorageOptions options) =>
        options.Provider.Equals(StorageOptions.MariaDbProvider, StringComparison.OrdinalIgnoreCase)
        || options.Provider.Equals(StorageOptions.MySqlProvider, StringComparison.OrdinalIgnoreCase);

    private static void RequireTime(List<string> failures, string key, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            failures.Add($"Storage:{key} is {value}; allowed: {least} to {most}.");
    }

    private static void RequireCount(List<string> failures, string key, int value, int least, int most)
    {
        if (value < least || value > most)
            failures.Add($"Storage:{key} is {value}; allowed: {least} to {most}.");
    }
}
