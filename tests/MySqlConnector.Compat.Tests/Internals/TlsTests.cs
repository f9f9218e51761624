using System.Security.Cryptography.X509Certificates;
using Domaeka.TestKit;

namespace MySqlConnector.Compat.Tests.Internals;

/// <summary>What each SslMode accepts, against servers with the right, a wrong and no certificate.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData(MySqlSslMode.Preferred, false, true, true)]
    [InlineData(MySqlSslMode.Required, false, true, true)]
    [InlineData(MySqlSslMode.VerifyCA, false, true, false)]
    [InlineData(MySqlSslMode.VerifyCA, true, true, true)]
    [InlineData(MySqlSslMode.VerifyCA, true, false, true)]
    [InlineData(MySqlSslMode.VerifyFull, true, true, true)]
    [InlineData(MySqlSslMode.VerifyFull, true, false, false)]
    [InlineData(MySqlSslMode.VerifyFull, false, true, false)]
    public async Task OpenAsync_Certificate_IsCheckedAsTheModeSays(MySqlSslMode mode, bool trustsAuthority, bool rightName, bool accepted)
    {
        await using var server = new FakeServer(peer => ServeAsync(peer, rightName ? TestCertificates.Server : TestCertificates.OtherName));
        await TestCertificates.WithFilesAsync([TestCertificates.Authority.ExportCertificatePem()], async paths =>
        {
            foreach (var synchronous in new[] { false, true })
            {
                await using var connection = new MySqlConnection(server.ConnectionString(builder =>
                {
                    builder.SslMode = mode;
                    builder.SslCa = trustsAuthority ? paths[0] : "";
                }));
                var open = () => synchronous ? Task.Run(connection.Open) : connection.OpenAsync();
                if (accepted)
                {
                    await open().DefaultTimeout();
                    Assert.True(await connection.PingAsync());
                }
                else
                {
                    var exception = await Assert.ThrowsAsync<MySqlException>(() => open().DefaultTimeout());
                    Assert.Equal(MySqlErrorCode.UnableToConnectToHost, exception.ErrorCode);
                }
            }
        });
    }

    [Theory]
    [InlineData(MySqlSslMode.None, true)]
    [InlineData(MySqlSslMode.Preferred, true)]
    [InlineData(MySqlSslMode.Required, false)]
    [InlineData(MySqlSslMode.VerifyCA, false)]
    [InlineData(MySqlSslMode.VerifyFull, false)]
    public async Task OpenAsync_ServerWithoutTls_DependsOnTheMode(MySqlSslMode mode, bool accepted)
    {
        var loggedIn = false;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.LetInAsync();
            loggedIn = true;
            await peer.OkToEndAsync();
        }))
        {
            await using var connection = new MySqlConnection(server.ConnectionString(builder => builder.SslMode = mode));
            if (accepted)
                await connection.OpenAsync().DefaultTimeout();
            else
                await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());
        }

        Assert.Equal(accepted, loggedIn);
    }

    [Fact]
    public async Task OpenAsync_ClientCertificate_IsPresented()
    {
        string? presented = null;
        await using var server = new FakeServer(async peer =>
        {
            await ServeAsync(peer, TestCertificates.Server, asksForCertificate: true);
            presented = peer.ClientCertificate?.Thumbprint;
        });
        var client = TestCertificates.Client;
        await TestCertificates.WithFilesAsync([client.ExportCertificatePem(), client.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()], async paths =>
        {
            await using (var connection = new MySqlConnection(server.ConnectionString(builder =>
            {
                builder.SslMode = MySqlSslMode.Required;
                builder.SslCert = paths[0];
                builder.SslKey = paths[1];
            })))
                await connection.OpenAsync().DefaultTimeout();
            await Eventually.TrueAsync(() => presented is not null);
            Assert.Equal(client.Thumbprint, presented);

            await using var half = new MySqlConnection(server.ConnectionString(builder =>
            {
                builder.SslMode = MySqlSslMode.Required;
                builder.SslCert = paths[0];
            }));
            await Assert.ThrowsAsync<MySqlException>(() => half.OpenAsync().DefaultTimeout());
        });
    }

    [Fact]
    public async Task OpenAsync_WordsBeforeTls_AreNotBelieved()
    {
        await using var server = new FakeServer(async peer =>
        {
            var greeting = FakePeer.Greeting(capabilities: FakePeer.Capabilities | FakePeer.Ssl);
            await peer.SendRawAsync((byte[])[(byte)greeting.Length, 0, 0, 0, .. greeting, 7, 0, 0, 2, .. FakePeer.Ok]);
            await peer.UntilClosedAsync();
        });
        await using var connection = new MySqlConnection(server.ConnectionString(builder => builder.SslMode = MySqlSslMode.Required));

        await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());
    }

    private static async Task ServeAsync(FakePeer peer, X509Certificate2 certificate, bool asksForCertificate = false)
    {
        await peer.SendAsync(FakePeer.Greeting(capabilities: FakePeer.Capabilities | FakePeer.Ssl));
        await peer.ReceiveAsync();
        try
        {
            await peer.UpgradeAsync(certificate, asksForCertificate);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            return;
        }

        await peer.ReceiveAsync();
        await peer.SendAsync(FakePeer.Ok);
        await peer.OkToEndAsync();
    }
}
