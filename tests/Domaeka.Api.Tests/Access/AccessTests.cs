using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Access;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Rpc;
using Grpc.Core;

namespace Domaeka.Api.Tests.Access;

public sealed class AccessTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Call_WithoutKey_IsUnauthenticated() =>
        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyMissing, ReadStatus(null));

    [Theory]
    [InlineData("dk_wrong")]
    [InlineData("")]
    public async Task Call_UnknownKey_IsUnauthenticated(string key) =>
        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyInvalid, ReadStatus(key));

    [Fact]
    public async Task Call_OverlongKey_IsUnauthenticated() =>
        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyInvalid, ReadStatus(new string('k', 4_000)));

    [Fact]
    public async Task Call_OtherScheme_IsUnauthenticated()
    {
        var client = new ServerService.ServerServiceClient(api.Connect(null));
        var call = client.GetServerStatusAsync(new(), new Metadata { { "authorization", $"Basic {api.AdminKey}" } });

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyMissing, call);
    }

    [Fact]
    public async Task Call_ExpiredKey_IsUnauthenticated()
    {
        var key = await api.AddKeyAsync(ApiScopes.Admin, expiresAt: DateTimeOffset.UtcNow.AddSeconds(-1));

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyExpired, ReadStatus(key));
    }

    [Fact]
    public async Task Call_RevokedKey_IsUnauthenticated()
    {
        var key = await api.AddKeyAsync(ApiScopes.Admin, revokedAt: DateTimeOffset.UtcNow.AddSeconds(-1));

        await RpcAssert.FailsAsync(StatusCode.Unauthenticated, ErrorReasons.ApiKeyRevoked, ReadStatus(key));
    }

    [Fact]
    public async Task Call_KeyThatEndsLater_IsServed()
    {
        var key = await api.AddKeyAsync(ApiScopes.Read, expiresAt: DateTimeOffset.UtcNow.AddDays(1));

        Assert.NotNull((await ReadStatus(key)).Status);
    }

    [Fact]
    public async Task Call_SchemeInLowerCase_IsServed()
    {
        var client = new ServerService.ServerServiceClient(api.Connect(null));
        var response = await client.GetServerStatusAsync(new(), new Metadata { { "authorization", $"bearer {api.AdminKey}" } });

        Assert.NotNull(response.Status);
    }

    [Fact]
    public async Task ReadKey_Reading_IsAllowedAndNothingElse()
    {
        var invoker = api.Connect(await api.AddKeyAsync(ApiScopes.Read));

        await new DeviceService.DeviceServiceClient(invoker).ListDevicesAsync(new()).ResponseAsync.DefaultTimeout();
        await new RoomService.RoomServiceClient(invoker).ListRoomsAsync(new()).ResponseAsync.DefaultTimeout();
        var exception = await RpcAssert.FailsAsync(
            StatusCode.PermissionDenied,
            ErrorReasons.ScopeMissing,
            new DeviceService.DeviceServiceClient(invoker).ApproveDeviceAsync(new() { Name = "bots/b/devices/d" }));
        Assert.Equal("admin", RpcAssert.Detail<ErrorInfo>(exception).Metadata["required_scope"]);
        await RpcAssert.FailsAsync(
            StatusCode.PermissionDenied,
            ErrorReasons.ScopeMissing,
            new MessageService.MessageServiceClient(invoker).SendMessageAsync(new() { Room = "bots/b/rooms/r", Text = "x" }));
    }

    [Fact]
    public async Task SendKey_Sending_IsAllowedAndNothingElse()
    {
        var invoker = api.Connect(await api.AddKeyAsync(ApiScopes.Send));

        await RpcAssert.FailsAsync(
            StatusCode.NotFound,
            ErrorReasons.RoomNotFound,
            new MessageService.MessageServiceClient(invoker).SendMessageAsync(new() { Room = "bots/b/rooms/none", Text = "x" }));
        await RpcAssert.FailsAsync(
            StatusCode.PermissionDenied, ErrorReasons.ScopeMissing, new RoomService.RoomServiceClient(invoker).ListRoomsAsync(new()));
    }

    [Fact]
    public async Task Call_NoScope_IsCheckedBeforeTheRequest()
    {
        var invoker = api.Connect(await api.AddKeyAsync(ApiScopes.None));

        await RpcAssert.FailsAsync(
            StatusCode.PermissionDenied,
            ErrorReasons.ScopeMissing,
            new DeviceService.DeviceServiceClient(invoker).GetDeviceAsync(new() { Name = "nonsense" }));
    }

    [Fact]
    public async Task AdminKey_FirstStart_IsForItsOwnerAlone()
    {
        Assert.StartsWith("dk_", api.AdminKey, StringComparison.Ordinal);
        Assert.True(api.AdminKey.Length >= 3 + 43);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(api.Host.AdminKeyPath));
        Assert.NotNull((await ReadStatus(api.AdminKey)).Status);
    }

    [Fact]
    public async Task AdminKey_SecondStart_IsLeftAlone()
    {
        using var data = new TempDirectory();
        string[] settings = [$"--Data:Directory={data.Path}"];
        var first = await ApiHost.StartAsync(settings);
        var key = first.AdminKey;
        await first.DisposeAsync();
        File.Delete(Path.Combine(data.Path, "admin.key"));

        var second = await ApiHost.StartAsync(settings);

        Assert.False(File.Exists(second.Host.AdminKeyPath));
        var client = new ServerService.ServerServiceClient(second.Connect(key));
        Assert.NotNull((await client.GetServerStatusAsync(new())).Status);
        await second.DisposeAsync();
    }

    private AsyncUnaryCall<GetServerStatusResponse> ReadStatus(string? key) =>
        new ServerService.ServerServiceClient(api.Connect(key)).GetServerStatusAsync(new());
}
