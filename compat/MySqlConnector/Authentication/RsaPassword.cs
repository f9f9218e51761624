using System.Security.Cryptography;
using System.Text;

namespace MySqlConnector.Authentication;

/// <summary>
/// A password for a wire that others can read: masked by the challenge and encrypted for the server's key by RSA-OAEP (MySQL protocol,
/// "SHA256 Authentication" and "Caching_sha2_password", full authentication without TLS).
/// </summary>
internal static class RsaPassword
{
    /// <summary>The key that the connection string names; null: none.</summary>
    /// <exception cref="MySqlException">The file cannot be read.</exception>
    public static string? ReadKeyFile(AuthenticationContext context)
    {
        var path = context.Settings.ServerRsaPublicKeyFile;
        if (path.Length == 0)
            return null;
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MySqlException($"Couldn't load server's RSA public key from '{path}'", exception);
        }
    }

    public static byte[] Encrypt(AuthenticationContext context, string pem)
    {
        var password = ClearText(context);
        for (var i = 0; i < password.Length; i++)
            password[i] ^= context.Challenge[i % context.Challenge.Length];
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.Encrypt(password, RSAEncryptionPadding.OaepSHA1);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new MySqlException("The server's RSA public key is of no use.", exception);
        }
    }

    /// <summary>The password and its closing zero byte.</summary>
    public static byte[] ClearText(AuthenticationContext context) => [.. Encoding.UTF8.GetBytes(context.Password), 0];

    public static MySqlException Refused(string plugin) => new(
        MySqlErrorCode.UnableToConnectToHost,
        $"Authentication method '{plugin}' would send the password unprotected. Either use a secure connection, "
        + "specify the server's RSA public key with ServerRSAPublicKeyFile, or set AllowPublicKeyRetrieval=True.");
}
