using Microsoft.Extensions.Options;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>
/// Takes provider and connection string from the encrypted file, where <see cref="StorageOptions.EncryptedSettings"/> names one. What is wrong
/// with it is left to the validator, which tells it with everything else.
/// </summary>
internal sealed class EncryptedSettingsSetup : IPostConfigureOptions<StorageOptions>
{
    /// <inheritdoc/>
    public void PostConfigure(string? name, StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.EncryptedSettings))
            return;

        if (!string.IsNullOrEmpty(options.ConnectionString))
        {
            options.EncryptedSettingsProblem =
                "Storage:EncryptedSettings and Storage:ConnectionString are both set; allowed: one of them.";
            return;
        }

        var json = EncryptedSettingsFile.Read(options.EncryptedSettings, options.EncryptedSettingsKey, out var problem);
        if (json is null)
        {
            options.EncryptedSettingsProblem = $"Storage:EncryptedSettings cannot be used: {problem}.";
        }
        else if (DatabaseLoginReader.Read(json, options.EncryptedSettingsDatabase, out problem) is { } login)
        {
            options.Provider = StorageOptions.MariaDbProvider;
            options.ConnectionString = login.ToConnectionString();
        }
        else
        {
            options.EncryptedSettingsProblem = $"Storage:EncryptedSettings cannot be used: in {options.EncryptedSettings}, {problem}.";
        }
    }
}
