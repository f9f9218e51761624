namespace Domaeka.Storage.EncryptedSettings;

/// <summary>What an encrypted settings file held, or why it could not be read.</summary>
/// <param name="Text">For <see cref="EncryptedSettingsFile.Show"/> the settings without their secrets; null when there is a problem.</param>
/// <param name="Problem">One sentence that names the file and never shows what is in it; null when there is none.</param>
public sealed record EncryptedSettingsContent(string? Text, string? Problem);
