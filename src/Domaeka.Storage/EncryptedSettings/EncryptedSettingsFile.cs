using System.Text;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>
/// The pair of files that holds the connection settings: a JSON document, encrypted with Fernet, and its key. The older server's pair is
/// of the same kind. What the document may look like: <c>docs/storage.md</c>, "Encrypted settings".
/// </summary>
public static class EncryptedSettingsFile
{
    // Settings are a few hundred bytes; whatever is larger is some other file.
    private const int MaxFileBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Encrypts a document into a file that only this account may read. Makes the key where it is missing; never changes one.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="keyPath">The key file; null: the one beside <paramref name="path"/>, named as the server looks for it.</param>
    /// <param name="json">The document.</param>
    /// <param name="overwrite">False: a file that is there stays as it is, which is a problem.</param>
    /// <param name="time">Tells the time that the file carries; null for the system's.</param>
    public static EncryptedSettingsReport Write(
        string path, string? keyPath, ReadOnlySpan<byte> json, bool overwrite, TimeProvider? time = null)
    {
        var pair = SettingsFilePair.Find(path, keyPath, out var problem);
        if (problem.Length > 0)
            return Fail($"The key of {path} is not clear: {problem}.");
        if (json.Length > MaxFileBytes / 2)
            return Fail($"These are no settings: they are longer than {MaxFileBytes / 2} bytes.");
        if (SettingsDocument.FindFlaw(json) is { } flaw)
            return Fail($"These are no settings: {flaw}.");

        try
        {
            if (!overwrite && File.Exists(path))
                return Fail($"{path} is there already; nothing was written.");

            var isNewKey = !File.Exists(pair.Key);
            if (isNewKey)
                PrivateFile.Write(pair.Key, Encoding.ASCII.GetBytes(FernetKey.Generate().ToText()), overwrite: false);
            if (!TryReadKey(pair, out var key, out var keyProblem))
                return Fail($"{keyProblem}.");

            var token = Fernet.Encrypt(key, json, (time ?? TimeProvider.System).GetUtcNow());
            PrivateFile.Write(path, Encoding.ASCII.GetBytes(token), overwrite);
            return new EncryptedSettingsReport(pair.Key, isNewKey, null, FindWarning(pair, json));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail($"{path} cannot be written: {exception.Message}");
        }

        EncryptedSettingsReport Fail(string reason) => new(pair.Key, false, reason, null);
    }

    /// <summary>Decrypts a file and shows what is in it, with every value masked that is not known to be harmless.</summary>
    /// <param name="path">The encrypted file.</param>
    /// <param name="keyPath">The key file; null: it is looked for beside <paramref name="path"/>.</param>
    public static EncryptedSettingsContent Show(string path, string? keyPath)
    {
        var json = Read(path, keyPath, out var problem);
        if (json is null)
            return new EncryptedSettingsContent(null, $"{problem}.");
        return SettingsDocument.FindFlaw(json) is { } flaw
            ? new EncryptedSettingsContent(null, $"{path} holds no settings: {flaw}.")
            : new EncryptedSettingsContent(MaskedSettings.Render(json), null);
    }

    /// <summary>The files of the pair that others may read, which a start warns of.</summary>
    internal static IEnumerable<string> FindOpenFiles(string path, string? keyPath)
    {
        var pair = SettingsFilePair.Find(path, keyPath, out _);
        return PrivateFile.IsOpenToOthers(pair.Key) ? [pair.Key] : [];
    }

    /// <summary>The decrypted document; null when there is a <paramref name="problem"/>, which has no full stop.</summary>
    internal static byte[]? Read(string path, string? keyPath, out string problem)
    {
        var pair = SettingsFilePair.Find(path, keyPath, out problem);
        if (problem.Length > 0)
            return null;

        if (TryReadText(pair.File, "the encrypted file", out var token, out problem)
            && TryReadKey(pair, out var key, out problem))
        {
            var failure = Fernet.Decrypt(key, token.Trim(), out var json);
            if (failure == FernetFailure.None)
                return json;
            problem = Explain(failure, pair);
        }

        return null;
    }

    private static bool TryReadKey(
        SettingsFilePair pair, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FernetKey? key, out string problem)
    {
        key = null;
        if (!TryReadText(pair.Key, "the key file", out var text, out problem))
            return false;
        if (!FernetKey.TryParse(text, out key))
            problem = $"the key file {pair.Key} holds no Fernet key, which is 32 bytes as 44 characters of base64url";
        return key is not null;
    }

    private static bool TryReadText(string path, string what, out string text, out string problem)
    {
        text = problem = "";
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[MaxFileBytes + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxFileBytes)
                problem = $"{what} {path} is longer than {MaxFileBytes} bytes";
            else
                text = StrictUtf8.GetString(buffer, 0, length);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = $"{what} {path} is not there";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{what} {path} cannot be read: {exception.Message.TrimEnd('.')}";
        }
        catch (DecoderFallbackException)
        {
            problem = $"{what} {path} is no text";
        }

        return problem.Length == 0;
    }

    private static string Explain(FernetFailure failure, SettingsFilePair pair) => failure switch
    {
        FernetFailure.NotBase64 => $"{pair.File} is no Fernet token: it is not base64url",
        FernetFailure.Truncated => $"{pair.File} is truncated",
        FernetFailure.UnknownVersion => $"{pair.File} is no Fernet token of version 0x80",
        FernetFailure.WrongKeyOrAltered => $"the key in {pair.Key} does not open {pair.File}: it is the key of another file, or the file was altered",
        _ => $"{pair.File} was written by a program that does not pad as Fernet asks for",
    };

    private static string? FindWarning(SettingsFilePair pair, ReadOnlySpan<byte> json)
    {
        var warnings = new List<string>();
        if (DatabaseLoginReader.Read(json, chosen: null, out var problem) is null)
            warnings.Add($"a server cannot be started with {pair.File} as it is: {problem}");
        if (PrivateFile.IsOpenToOthers(pair.Key))
            warnings.Add($"others may read the key in {pair.Key}");
        return warnings.Count == 0 ? null : string.Join("; ", warnings);
    }
}
