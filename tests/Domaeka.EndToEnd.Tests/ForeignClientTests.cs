using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Certificates;
using Domaeka.TestKit.Phones;
using Domaeka.TestKit.Processes;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A client that is none of ours (the C core, from Python, with stubs compiled from our protos) manages the server.</summary>
public sealed class ForeignClientTests
{
    private const string Channel = "18446369739418675";

    private static readonly string[] Checks =
    [
        "health_check", "health_watch", "call_without_key", "list_devices", "list_rooms", "hold_before_approval", "approve",
        "update_with_mask", "send_text", "request_id_reused", "cancel_too_late", "send_media", "template_and_preview", "sequence_in_order",
        "batch", "later_collapsed_and_listed", "list_in_pages", "watch_goes_on_from_its_token", "reflection",
        "invalid_request_names_every_field", "unknown_room", "server_status", "key_life", "block",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_ManagedByPython_PassesItsChecks(bool hasMutualTls)
    {
        using var data = new TempDirectory();
        using var tls = new ServerTls();
        await using var server = hasMutualTls
            ? await DomaekaServer.StartAsync(data.Path, tls.MutualSettings("Grpc"), tls: tls)
            : await DomaekaServer.StartAsync(data.Path);
        var profile = new PhoneProfile { BotName = "파이썬 봇" };
        await using var phone = await server.ConnectAsync(profile);
        await phone.SayAsync("공동구매방", "안녕하세요", Channel);
        await server.Shop.WaitForRoomAsync(profile.BotName, Channel);
        await server.Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);

        await using var script = PythonScript.Start(
            "domaeka_client.py",
            [
                server.GrpcAddress.Authority, Path.Combine(AppContext.BaseDirectory, "protos"), server.AdminKeyPath, profile.BotName,
                profile.DeviceId, Channel, .. hasMutualTls ? new[] { tls.CaFile, tls.ClientCertificateFile, tls.ClientKeyFile } : [],
            ]);
        var lines = await script.ReadLinesAsync();
        var (exitCode, errors) = await script.WaitForExitAsync();

        Assert.Equal([.. Checks.Select(check => $"ok {check}"), $"{Checks.Length} passed, 0 failed"], lines);
        Assert.True(exitCode == 0, errors);
        await phone.Closed.DefaultTimeout();
        Assert.Equal(
            ["오늘 저녁 7시,\n사과 공동구매를 시작합니다! 🍎", "늦음", "하나", "둘", "묶음 1", "묶음 4", "지켜봄"],
            phone.Received.OfType<TextLine>().Select(line => line.Text));
        var media = Assert.Single(phone.Received.OfType<MediaLine>());
        Assert.Equal(256, media.Items[0].Data.Length);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), media.Wait);
        Assert.Equal(
            [(true, false), (true, true), (false, false)],
            phone.Received.OfType<HandshakeCompleteLine>().Select(line => (line.Success, line.Approved)));
    }

    [Fact]
    public async Task Server_CalledByPythonOverTls_LetsInWhoHasTheRightCertificates()
    {
        using var data = new TempDirectory();
        using var tls = new ServerTls();
        var other = new TestAuthority("another authority");
        var (otherCertificate, otherKey) = other.IssueClient().WriteTo(tls.Directory, "other");
        var (oldCertificate, oldKey) = tls.Authority.IssueClient("shop", tls.Authority.Start.AddDays(1)).WriteTo(tls.Directory, "old");
        await using var server = await DomaekaServer.StartAsync(data.Path, tls.MutualSettings("Grpc"), tls: tls);

        await using var script = PythonScript.Start(
            "tls_client.py",
            server.GrpcAddress.Authority,
            server.AdminKeyPath,
            $"right={tls.CaFile},{tls.ClientCertificateFile},{tls.ClientKeyFile}",
            $"nothing_shown={tls.CaFile}",
            $"other_authority={tls.CaFile},{otherCertificate},{otherKey}",
            $"expired={tls.CaFile},{oldCertificate},{oldKey}",
            $"not_trusted={other.WriteTo(tls.Directory, "other-ca")},{tls.ClientCertificateFile},{tls.ClientKeyFile}",
            $"right_again={tls.CaFile},{tls.ClientCertificateFile},{tls.ClientKeyFile}");
        var lines = await script.ReadLinesAsync();
        var (exitCode, errors) = await script.WaitForExitAsync();

        Assert.Equal(
            [
                "right ok", "nothing_shown UNAVAILABLE", "other_authority UNAVAILABLE", "expired UNAVAILABLE", "not_trusted UNAVAILABLE", "right_again ok",
            ],
            lines);
        Assert.True(exitCode == 0, errors);
    }
}
