namespace Domaeka.Storage.EncryptedSettings;

/// <summary>An encrypted settings file and the file with its key.</summary>
/// <param name="File">The encrypted file.</param>
/// <param name="Key">The file with the key.</param>
internal sealed record SettingsFilePair(string File, string Key)
{
    private const string KeyExtension = ".key";

    // The older server keeps .kkobot.enc and .kkobot.key.
    private const string EncryptedExtension = ".enc";

    /// <summary>The pair whose key file nobody named: where the key is, or else where a new one belongs.</summary>
    /// <param name="file">The encrypted file.</param>
    /// <param name="key">The key file as it was named; null or empty: it is looked for beside the encrypted file.</param>
    /// <param name="problem">Why there is no such pair, or empty.</param>
    public static SettingsFilePair Find(string file, string? key, out string problem)
    {
        problem = "";
        if (!string.IsNullOrWhiteSpace(key))
            return new SettingsFilePair(file, key);

        var appended = file + KeyExtension;
        var replaced = Path.ChangeExtension(file, KeyExtension);
        var isReplacedThere = replaced != file && System.IO.File.Exists(replaced);
        if (isReplacedThere && System.IO.File.Exists(appended))
        {
            problem = $"both {appended} and {replaced} are there; say which one is the key";
            return new SettingsFilePair(file, appended);
        }

        var isOldName = Path.GetExtension(file).Equals(EncryptedExtension, StringComparison.OrdinalIgnoreCase);
        return new SettingsFilePair(file, isReplacedThere || (isOldName && !System.IO.File.Exists(appended)) ? replaced : appended);
    }
}
