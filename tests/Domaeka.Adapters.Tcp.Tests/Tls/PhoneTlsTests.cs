using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.TestKit.Certificates;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Tls;

public sealed class PhoneTlsTests(TlsFixture files) : IClassFixture<TlsFixture>
{
    private SslClientAuthenticationOptions Trusting => files.Authority.ToClientOptions();

    [Fact]
    public async Task Connect_TlsOnThePhonePort_IsServed()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = files.Apply);

        await using var phone = await server.ConnectAsync(Trusting);

        Assert.True((await phone.HandshakeAsync()).Success);
        await phone.SayAsync("공동구매방", "안녕하세요");
        await server.Pipeline.NextAsync();
        Assert.Equal(1, server.Get<TlsStatistics>().Succeeded);
    }

    [Fact]
    public async Task Connect_PortOfItsOwn_ServesTlsThereAndClearTextBeside()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = tls =>
        {
            files.Apply(tls);
            tls.Port = 0;
        });
        Assert.NotEqual(server.Port, server.TlsPort);

        await using var secured = await server.ConnectAsync(Trusting);
        await using var clear = await server.ConnectAsync(new PhoneProfile { DeviceId = "other" });

        Assert.True((await secured.HandshakeAsync()).Success);
        Assert.NotNull(await clear.HandshakeAsync());
    }

    [Fact]
    public async Task Connect_WrongAuthority_IsNotTrustedByThePhone()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = files.Apply);

        await Assert.ThrowsAsync<AuthenticationException>(() => server.ConnectAsync(new TestAuthority("another").ToClientOptions()));

        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
        await using var phone = await server.ConnectAsync(Trusting);
        Assert.True((await phone.HandshakeAsync()).Success);
    }

    [Fact]
    public async Task Connect_ClearTextOnTheTlsPort_IsCutAndToldInOneLine()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = files.Apply);
        await using var phone = await server.ConnectAsync();

        await phone.SendRawAsync("{\"event\":\"analyze\",\"data\":{}}\n"u8.ToArray());

        await phone.Closed.DefaultTimeout();
        var told = await server.Log.WaitForAsync(2133);
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
        Assert.Equal(1, server.Get<TlsStatistics>().Failed);
        Assert.Equal(0, server.Get<ConnectionLimiter>().Open);
    }

    [Fact]
    public async Task Connect_StallsInTheHandshake_IsCut()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = tls =>
        {
            files.Apply(tls);
            tls.HandshakeTimeout = TimeSpan.FromMilliseconds(200);
        });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);

        // The beginning of a record that never comes.
        await client.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00 });

        Assert.Equal(0, await ReadToEndAsync(client.GetStream()).DefaultTimeout());
        Assert.Contains("not done within", await server.Log.WaitForAsync(2133), StringComparison.Ordinal);
        await using var phone = await server.ConnectAsync(Trusting);
        Assert.True((await phone.HandshakeAsync()).Success);
    }

    [Fact]
    public async Task Connect_MoreHandshakesThanAllowed_AreCutAtOnce()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = tls =>
        {
            files.Apply(tls);
            tls.MaxHandshakes = 2;
        });
        using var first = new TcpClient();
        using var second = new TcpClient();
        using var third = new TcpClient();
        foreach (var client in new[] { first, second, third })
            await client.ConnectAsync(IPAddress.Loopback, server.Port);

        Assert.Contains("too many", await server.Log.WaitForAsync(2134), StringComparison.Ordinal);
        Assert.Equal(1, server.Get<TlsStatistics>().Refused);
    }

    [Fact]
    public async Task Connect_MutualTls_LetsInWhoShowsACertificateOfTheAuthority()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = files.ApplyMutual);

        await using var phone = await server.ConnectAsync(files.Authority.IssueClient("phone").ToClientOptions(files.Authority));

        Assert.True((await phone.HandshakeAsync()).Success);
    }

    [Theory]
    [InlineData("none", "no client certificate")]
    [InlineData("other", "CN=phone")]
    [InlineData("expired", "NotTimeValid")]
    [InlineData("server", "NotValidForUsage")]
    public async Task Connect_MutualTlsWithoutAGoodCertificate_IsRefused(string kind, string reason)
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = files.ApplyMutual);
        var options = kind switch
        {
            "other" => new TestAuthority("another").IssueClient("phone").ToClientOptions(files.Authority),
            "expired" => files.Authority.IssueClient("phone", files.Authority.Start.AddDays(1)).ToClientOptions(files.Authority),
            "server" => files.Authority.IssueServer().ToClientOptions(files.Authority),
            _ => Trusting,
        };

        // With TLS 1.3 the client is through before the server has judged it.
        try
        {
            await using var phone = await server.ConnectAsync(options);
            await phone.Closed.DefaultTimeout();
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException)
        {
            // With TLS 1.2 it is told at once.
        }

        Assert.Contains(reason, await server.Log.WaitForAsync(2133), StringComparison.Ordinal);
        Assert.Equal(0, server.Get<ConnectionLimiter>().Open);
        Assert.Equal(0, server.Get<TlsStatistics>().Succeeded);
    }

    [Fact]
    public async Task Connect_CertificateRenewed_IsServedToTheNextPhone()
    {
        using var own = new TlsFixture();
        await using var server = await PhoneServer.StartAsync(setup => setup.Tls = tls =>
        {
            own.Apply(tls);
            tls.ReloadInterval = TimeSpan.Zero;
        });
        await using var before = await server.ConnectAsync(own.Authority.ToClientOptions());
        await before.HandshakeAsync();
        var other = new TestAuthority("renewed authority");
        own.Renew(other.IssueServer(name: "renewed"));

        await using var after = await server.ConnectAsync(other.ToClientOptions(), new PhoneProfile { DeviceId = "after" });

        Assert.NotNull(await after.HandshakeAsync());
        await before.SayAsync("공동구매방", "아직");
        await server.Pipeline.NextAsync();
        Assert.Equal(2, server.Log.Count(2130));
    }

    [Fact]
    public async Task Connect_200PhonesAtOnce_AreAllServed()
    {
        const int Phones = 200;
        await using var server = await PhoneServer.StartAsync(setup =>
        {
            setup.Tls = files.Apply;
            for (var i = 0; i < Phones; i++)
                setup.Devices.Put(new DeviceKey("testbot", $"d{i}"), ApprovalStatus.Approved);
        });

        var phones = await Task.WhenAll(Enumerable.Range(0, Phones).Select(
            number => Task.Run(() => server.ConnectAsync(Trusting, new PhoneProfile { DeviceId = $"d{number}" })))).DefaultTimeout();
        var answers = await Task.WhenAll(phones.Select(phone => phone.HandshakeAsync())).DefaultTimeout();

        Assert.All(answers, answer => Assert.True(answer.Success));
        Assert.Equal(Phones, server.Get<ConnectionLimiter>().Open);
        Assert.Equal((Phones, 0L), (server.Get<TlsStatistics>().Succeeded, server.Get<TlsStatistics>().Failed));
        foreach (var phone in phones)
            await phone.DisposeAsync();
    }

    private static async Task<int> ReadToEndAsync(Stream stream)
    {
        var total = 0;
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read)
                total += read;
        }
        catch (IOException)
        {
            // Cut by a reset.
        }

        return total;
    }
}
