using System.Net.Http.Headers;
using System.Text.Json;
using Domaeka.Api.Metrics;
using Domaeka.Api.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.Api.Tests.Metrics;

public sealed class MetricsPageTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Get_Plain_IsPrometheusText()
    {
        using var http = new HttpClient { BaseAddress = api.Host.HttpAddress };

        using var answer = await http.GetAsync(MetricsRoutes.Path).DefaultTimeout();

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var page = PrometheusPage.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("gauge", page.Types["domaeka_connection_open"]);
        Assert.Equal("counter", page.Types["domaeka_guard_refused_total"]);
        Assert.Equal("histogram", page.Types["domaeka_storage_operation_duration_seconds"]);
        Assert.Equal(1, page.Samples["domaeka_storage_available"]);
        Assert.Equal(1, page.Samples["domaeka_lease_held"]);
        Assert.Contains("dotnet_process_memory_working_set_bytes", page.Types.Keys);
    }

    [Fact]
    public async Task Get_CallsOfEveryOutcome_AreCountedByStatus()
    {
        var own = await ApiHost.StartAsync();
        await own.Server.GetServerStatusAsync(new());
        await Assert.ThrowsAsync<RpcException>(async () => await own.Rooms.GetRoomAsync(new() { Name = "bots/a/rooms/1" }));
        await Assert.ThrowsAsync<RpcException>(async () => await new ServerService.ServerServiceClient(own.Connect("wrong")).GetServerStatusAsync(new()));

        var page = await ReadAsync(own);

        Assert.Equal(1, page.Sum("domaeka_rpc_calls_total", "rpc_method=\"GetServerStatus\"", "=\"OK\""));
        Assert.Equal(1, page.Sum("domaeka_rpc_calls_total", "rpc_method=\"GetServerStatus\"", "=\"UNAUTHENTICATED\""));
        Assert.Equal(1, page.Sum("domaeka_rpc_calls_total", "rpc_method=\"GetRoom\"", "=\"NOT_FOUND\""));
        Assert.Equal(3, page.Sum("domaeka_rpc_duration_seconds_count"));
        Assert.Equal(0, page.Sum("domaeka_rpc_active"));
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Get_OtherHostInTheProcess_IsNotCounted()
    {
        var other = await ApiHost.StartAsync();
        await using var phone = await FakePhone.ConnectAsync(other.Host.TcpEndPoint.Port);
        await phone.HandshakeAsync();
        var own = await ApiHost.StartAsync();

        Assert.Equal(1, (await ReadAsync(other)).Samples["domaeka_connection_open"]);
        Assert.Equal(0, (await ReadAsync(own)).Samples["domaeka_connection_open"]);
        await own.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task Get_AcceptJson_IsTheOldPageAndEveryMetric()
    {
        var own = await ApiHost.StartAsync();
        await using var phone = await FakePhone.ConnectAsync(own.Host.TcpEndPoint.Port);
        await phone.HandshakeAsync();
        using var http = new HttpClient { BaseAddress = own.Host.HttpAddress };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        using var answer = await http.GetAsync(MetricsRoutes.Path).DefaultTimeout();

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        using var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(page.RootElement.GetProperty("uptime").GetDouble() > 0);
        Assert.Equal(1, page.RootElement.GetProperty("total_connections").GetInt64());
        Assert.Equal(1, page.RootElement.GetProperty("active_connections").GetInt64());
        Assert.True(page.RootElement.GetProperty("message_rate").GetDouble() > 0);
        Assert.True(page.RootElement.GetProperty("throughput").GetProperty("sent").GetDouble() > 0);
        Assert.True(page.RootElement.GetProperty("throughput").GetProperty("received").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Object, page.RootElement.GetProperty("errors").ValueKind);
        var names = page.RootElement.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("name").GetString()).ToList();
        Assert.Contains("domaeka.storage.operation.duration", names);
        await own.DisposeAsync();
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("text/plain")]
    [InlineData("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1")]
    [InlineData("application/json;q=0.5, text/plain")]
    public async Task Get_OtherAccept_IsText(string accept)
    {
        using var http = new HttpClient { BaseAddress = api.Host.HttpAddress };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        using var answer = await http.GetAsync(MetricsRoutes.Path).DefaultTimeout();

        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Get_ManyAtOnce_AllAreWhole()
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAsync(api))).DefaultTimeout();

        Assert.All(pages, page => Assert.Contains("domaeka_connection_open", page.Samples.Keys));
    }

    private static async Task<PrometheusPage> ReadAsync(ApiHost host)
    {
        using var http = new HttpClient { BaseAddress = host.Host.HttpAddress };
        return PrometheusPage.Parse(await http.GetStringAsync(MetricsRoutes.Path).DefaultTimeout());
    }
}
