using System.Security.Cryptography;
using System.Text;
using Domaeka.TestKit;

namespace MySqlConnector.Compat.Tests.Internals;

/// <summary>Log-ins for which MariaDB has no plugin, against a server that plays the exchange of MySQL 8.</summary>
public sealed class AuthenticationTests
{
    private const string CachingSha2 = "caching_sha2_password";

    [Fact]
    public async Task CachingSha2_Known_LogsInByScramble()
    {
        byte[]? response = null;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting(CachingSha2));
            response = await peer.ReceiveAsync();
            await peer.SendAsync(1, 3);
            await peer.SendAsync(FakePeer.Ok);
            await peer.OkToEndAsync();
        }))
            await OpenAsync(server);

        Assert.True(Contains(response!, [32, .. Scramble("secret", FakePeer.Nonce)]));
        Assert.True(Contains(response!, "caching_sha2_password\0"u8));
        Assert.False(Contains(response!, "secret"u8));
    }

    [Fact]
    public async Task CachingSha2_BySwitch_UsesTheNewChallenge()
    {
        byte[] nonce = [.. Enumerable.Range(97, 20).Select(value => (byte)value)];
        byte[]? response = null;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting());
            await peer.ReceiveAsync();
            await peer.SendAsync([0xFE, .. "caching_sha2_password\0"u8, .. nonce, 0]);
            response = await peer.ReceiveAsync();
            await peer.SendAsync(1, 3);
            await peer.SendAsync(FakePeer.Ok);
            await peer.OkToEndAsync();
        }))
            await OpenAsync(server);

        Assert.Equal(Scramble("secret", nonce), response);
    }

    [Fact]
    public async Task CachingSha2_FullByRetrievedKey_SendsPasswordEncrypted()
    {
        using var rsa = RSA.Create(2048);
        string? password = null;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting(CachingSha2));
            await peer.ReceiveAsync();
            await peer.SendAsync(1, 4);
            Assert.Equal([2], await peer.ReceiveAsync());
            await peer.SendAsync([1, .. Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())]);
            password = Decrypt(rsa, await peer.ReceiveAsync());
            await peer.SendAsync(FakePeer.Ok);
            await peer.OkToEndAsync();
        }))
            await OpenAsync(server, builder => builder.AllowPublicKeyRetrieval = true);

        Assert.Equal("secret\0", password);
    }

    [Fact]
    public async Task CachingSha2_FullByKeyFile_AsksForNoKey()
    {
        using var rsa = RSA.Create(2048);
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, rsa.ExportSubjectPublicKeyInfoPem());
        string? password = null;
        try
        {
            await using var server = new FakeServer(async peer =>
            {
                await peer.SendAsync(FakePeer.Greeting(CachingSha2));
                await peer.ReceiveAsync();
                await peer.SendAsync(1, 4);
                password = Decrypt(rsa, await peer.ReceiveAsync());
                await peer.SendAsync(FakePeer.Ok);
                await peer.OkToEndAsync();
            });
            await OpenAsync(server, builder => builder.ServerRsaPublicKeyFile = path);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("secret\0", password);
    }

    [Fact]
    public async Task CachingSha2_FullOverTls_SendsPassword()
    {
        byte[]? password = null;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting(CachingSha2, FakePeer.Capabilities | FakePeer.Ssl));
            await peer.ReceiveAsync();
            await peer.UpgradeAsync(TestCertificates.Server);
            await peer.ReceiveAsync();
            await peer.SendAsync(1, 4);
            password = await peer.ReceiveAsync();
            await peer.SendAsync(FakePeer.Ok);
            await peer.OkToEndAsync();
        }))
            await OpenAsync(server, builder => builder.SslMode = MySqlSslMode.Required);

        Assert.Equal("secret\0"u8.ToArray(), password);
    }

    [Fact]
    public async Task CachingSha2_FullInClear_IsRefused()
    {
        byte[]? answer = null;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting(CachingSha2));
            await peer.ReceiveAsync();
            await peer.SendAsync(1, 4);
            answer = await peer.ReceiveAsync();
        }))
        {
            var exception = await Assert.ThrowsAsync<MySqlException>(() => OpenAsync(server));
            Assert.Contains("AllowPublicKeyRetrieval", exception.Message, StringComparison.Ordinal);
        }

        Assert.Null(answer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task CachingSha2_UnknownMessage_Throws(byte message)
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting(CachingSha2));
            await peer.ReceiveAsync();
            await peer.SendAsync(1, message);
            await peer.UntilClosedAsync();
        });

        await Assert.ThrowsAsync<MySqlException>(() => OpenAsync(server));
    }

    [Fact]
    public async Task CachingSha2_KeyIsGarbage_Throws()
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting(CachingSha2));
            await peer.ReceiveAsync();
            await peer.SendAsync(1, 4);
            await peer.ReceiveAsync();
            await peer.SendAsync([1, .. "no key at all"u8]);
            await peer.UntilClosedAsync();
        });

        await Assert.ThrowsAsync<MySqlException>(() => OpenAsync(server, builder => builder.AllowPublicKeyRetrieval = true));
    }

    [Fact]
    public async Task Sha256_ByRetrievedKey_SendsPasswordEncrypted()
    {
        using var rsa = RSA.Create(2048);
        string? password = null;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting());
            await peer.ReceiveAsync();
            await peer.SendAsync([0xFE, .. "sha256_password\0"u8, .. FakePeer.Nonce, 0]);
            Assert.Equal([1], await peer.ReceiveAsync());
            await peer.SendAsync([1, .. Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())]);
            password = Decrypt(rsa, await peer.ReceiveAsync());
            await peer.SendAsync(FakePeer.Ok);
            await peer.OkToEndAsync();
        }))
            await OpenAsync(server, builder => builder.AllowPublicKeyRetrieval = true);

        Assert.Equal("secret\0", password);
    }

    private static async Task OpenAsync(FakeServer server, Action<MySqlConnectionStringBuilder>? change = null)
    {
        await using var connection = new MySqlConnection(server.ConnectionString(change));
        await connection.OpenAsync().DefaultTimeout();
        Assert.True(await connection.PingAsync());
    }

    private static byte[] Scramble(string password, byte[] nonce)
    {
        var once = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        var mask = SHA256.HashData([.. SHA256.HashData(once), .. nonce]);
        return [.. once.Zip(mask, (left, right) => (byte)(left ^ right))];
    }

    private static string Decrypt(RSA rsa, byte[] encrypted) => Encoding.UTF8.GetString(
        [.. rsa.Decrypt(encrypted, RSAEncryptionPadding.OaepSHA1).Select((value, index) => (byte)(value ^ FakePeer.Nonce[index % 20]))]);

    private static bool Contains(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> part) => bytes.IndexOf(part) >= 0;
}
