using System.Net;
using System.Text.Json;
using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Domaeka.Api.Tests.Health;

public sealed class HealthTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("")]
    [InlineData("domaeka.v1.DeviceService")]
    [InlineData("domaeka.v1.RoomService")]
    [InlineData("domaeka.v1.MessageService")]
    [InlineData("domaeka.v1.ServerService")]
    [InlineData("grpc.health.v1.Health")]
    public async Task Check_KnownService_Serves(string service) =>
        Assert.Equal(ServingStatus.Serving, (await api.Health.CheckAsync(new() { Service = service })).Status);

    [Fact]
    public async Task Check_UnknownService_IsNotFound() => await RpcAssert.FailsAsync(
        StatusCode.NotFound, ErrorReasons.ServiceNotFound, api.Health.CheckAsync(new() { Service = "nope" }));

    [Fact]
    public async Task Watch_UnknownService_SaysSo()
    {
        using var call = api.Health.Watch(new() { Service = "nope" });

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        Assert.Equal(ServingStatus.ServiceUnknown, call.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Watch_ServerDrains_TellsTheChange()
    {
        var own = await ApiHost.StartAsync();
        using var call = own.Health.Watch(new());
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        Assert.Equal(ServingStatus.Serving, call.ResponseStream.Current.Status);

        await own.Host.Services.GetRequiredService<IConnectionRegistry>().DrainAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        Assert.Equal(ServingStatus.NotServing, call.ResponseStream.Current.Status);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Watch_ServerStops_EndsProperly()
    {
        var own = await ApiHost.StartAsync();
        using var call = own.Health.Watch(new());
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());

        var stopping = own.Host.StopAsync();

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        Assert.Equal(ServingStatus.NotServing, call.ResponseStream.Current.Status);
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        await stopping.DefaultTimeout();
        await own.DisposeAsync();
    }

    [Theory]
    [InlineData("health/live", "live")]
    [InlineData("health/ready", "ready")]
    public async Task Page_Healthy_Is200(string page, string status)
    {
        var (code, body) = await GetAsync(api, page);

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(status, body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ready_StorageUnavailable_Is503WithTheReason()
    {
        var own = await ApiHost.StartAsync(configure: builder => builder.Services.AddSingleton<IStorageHealth, BrokenStorage>());

        var (code, body) = await GetAsync(own, "health/ready");
        var (live, _) = await GetAsync(own, "health/live");
        var check = await own.Health.CheckAsync(new());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        var storage = body.GetProperty("checks").EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "storage");
        Assert.False(storage.GetProperty("ok").GetBoolean());
        Assert.DoesNotContain("secret", body.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, live);
        Assert.Equal(ServingStatus.NotServing, check.Status);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Ready_Draining_Is503WithTheReason()
    {
        var own = await ApiHost.StartAsync();
        await own.Server.DrainServerAsync(new());

        var (code, body) = await GetAsync(own, "health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Contains("drains", body.GetRawText(), StringComparison.Ordinal);
        await own.DisposeAsync();
    }

    private static async Task<(HttpStatusCode Code, JsonElement Body)> GetAsync(ApiHost host, string page)
    {
        using var client = new HttpClient { BaseAddress = host.Host.HttpAddress };
        var response = await client.GetAsync(page).DefaultTimeout();
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private sealed class BrokenStorage : IStorageHealth
    {
        public string Provider => "sqlite";

        public Task CheckAsync(CancellationToken cancellationToken) => throw new StorageUnavailableException("/secret/path");
    }
}
