namespace Domaeka.Storage.EncryptedSettings;

/// <summary>What became of <see cref="EncryptedSettingsFile.Write"/>.</summary>
/// <param name="KeyPath">The file with the key.</param>
/// <param name="IsNewKey">True: the key was made, since there was none.</param>
/// <param name="Problem">Why nothing was written; null when it was.</param>
/// <param name="Warning">Why the server could not be started with these settings, or who else may read the key; null when all is well.</param>
public sealed record EncryptedSettingsReport(string KeyPath, bool IsNewKey, string? Problem, string? Warning);
