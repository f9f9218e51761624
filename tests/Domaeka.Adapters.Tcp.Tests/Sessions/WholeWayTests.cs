using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core;
using Domaeka.Core.Approval;
using Domaeka.Core.Commands;
using Domaeka.Core.Rooms;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>The way of a chat line and of a notice, with the real Core behind the adapter.</summary>
public sealed class WholeWayTests
{
    private static readonly Room ApprovedRoom = new()
    {
        Key = Deliveries.Room,
        Name = "공동구매방",
        Status = ApprovalStatus.Approved,
    };

    [Theory]
    [InlineData("3.1.4")]
    [InlineData("3.2.1")]
    [InlineData("3.3.0")]
    [InlineData("3.3.3")]
    public async Task Echo_ApprovedPhoneAndRoom_IsAnsweredInOrderAndLoggedFirst(string version)
    {
        await using var server = await StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });
        await phone.HandshakeAsync();

        for (var i = 0; i < 50; i++)
            await phone.SayAsync("공동구매방", $"# echo 안녕 {i}");

        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"에코: 안녕 {i}", (await phone.NextAsync<TextLine>()).Text);
            Assert.Contains(server.Backend.Log, entry => entry.Message == $"# echo 안녕 {i}");
        }
    }

    [Fact]
    public async Task Echo_QueuedBeforeTheHandshake_IsAnswered()
    {
        await using var server = await StartAsync();
        await using var phone = await server.ConnectAsync();

        for (var i = 0; i < 10; i++)
            await phone.SayAsync("공동구매방", $"# echo {i}");

        for (var i = 0; i < 10; i++)
            Assert.Equal($"에코: {i}", (await phone.NextAsync<TextLine>()).Text);
    }

    [Theory]
    [InlineData("3.2.1", "MEDIA_URL:/sdcard/DCIM/secret.jpg")]
    [InlineData("3.3.3", "MEDIA_URL:/sdcard/DCIM/secret.jpg")]
    [InlineData("3.2.1", "IMAGE_BASE64:AAAA")]
    public async Task Reply_ThatAScriptWouldCarryOut_IsDroppedAndSaysWhy(string version, string reply)
    {
        await using var server = await StartAsync(core: core => core.Services.AddSingleton<IChatCommand>(new FixedCommand(reply)));
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });
        await phone.HandshakeAsync();

        await phone.SayAsync("공동구매방", "# fixed");
        await phone.SayAsync("공동구매방", "# echo 다음");

        Assert.Equal("에코: 다음", (await phone.NextAsync<TextLine>()).Text);
        Assert.Contains("TakenForMedia", await server.Log.WaitForAsync(2030), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Echo_PhoneHalfCloses_IsStillAnswered()
    {
        await using var server = await StartAsync();
        await using var phone = await server.ConnectAsync();

        await phone.SayAsync("공동구매방", "# echo 안녕");
        phone.HalfClose();

        Assert.Equal("에코: 안녕", (await phone.NextAsync<TextLine>()).Text);
    }

    [Fact]
    public async Task Chat_PendingPhone_IsLoggedAndNotAnswered()
    {
        await using var server = await StartAsync(ApprovalStatus.Pending);
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        await phone.SayAsync("공동구매방", "# echo 안녕");
        await phone.HandshakeAsync();

        await server.Directory.UpdateAsync(
            PhoneServer.TestDevice, new Core.Devices.DeviceUpdate { Status = ApprovalStatus.Approved }, default);
        await phone.SayAsync("공동구매방", "# echo 이제");

        Assert.Equal("에코: 이제", (await phone.NextAsync<TextLine>()).Text);
        Assert.Contains(server.Backend.Log, entry => entry.Message == "# echo 안녕");
    }

    private static Task<PhoneServer> StartAsync(
        ApprovalStatus device = ApprovalStatus.Approved, Action<DomaekaBuilder>? core = null) => PhoneServer.StartAsync(setup =>
    {
        setup.Core = core;
        setup.UsesRealPipeline = true;
        setup.Devices.Put(PhoneServer.TestDevice, device);
        setup.Rooms.Put(ApprovedRoom);
        setup.Tcp = tcp => tcp.CloseGracePeriod = TimeSpan.FromSeconds(1);
    });

    private sealed class FixedCommand(string reply) : IChatCommand
    {
        public CommandDefinition Definition { get; } = new() { Trigger = "# fixed", Summary = "늘 같은 답." };

        public ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
            new(CommandReply.Text(reply));
    }
}
