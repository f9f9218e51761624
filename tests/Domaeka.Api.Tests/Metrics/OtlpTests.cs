using System.Net;
using System.Text;
using Domaeka.Api.Tests.Support;
using Domaeka.Core;
using Domaeka.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Metrics;

public sealed class OtlpTests
{
    [Fact]
    public async Task Push_CollectorFailsThenTakes_GetsMetricsAndItIsSaidOnce()
    {
        var posts = 0;
        var body = new TaskCompletionSource<(string Line, string Key, byte[] Content)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = await StartCollectorAsync(async context =>
        {
            using var content = new MemoryStream();
            await context.Request.Body.CopyToAsync(content);
            if (context.Request.Path != "/v1/metrics")
                return;
            var isTaken = Interlocked.Increment(ref posts) > 2;
            context.Response.StatusCode = isTaken ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
            var request = context.Request;
            if (isTaken)
                body.TrySetResult(($"{request.Method} {request.Path} {request.ContentType}", $"{request.Headers["api-key"]}", content.ToArray()));
        });
        using var log = new TestLog();
        var api = await ApiHost.StartAsync(
            [$"--Telemetry:Otlp:Endpoint={collector.Urls.Single()}/", "--Telemetry:Otlp:Headers=api-key=abc", "--Telemetry:Otlp:Interval=00:00:01"],
            Capture(log));

        var (line, key, content) = await body.Task.DefaultTimeout();
        await Eventually.TrueAsync(() => log.Count(3161) == 1);

        Assert.Equal("POST /v1/metrics application/x-protobuf", line);
        Assert.Equal("abc", key);
        var text = Encoding.UTF8.GetString(content);
        Assert.Contains("domaeka.connection.open", text, StringComparison.Ordinal);
        Assert.Contains("Domaeka.Storage", text, StringComparison.Ordinal);
        Assert.Contains("service.name", text, StringComparison.Ordinal);
        Assert.Equal(1, log.Count(3160));
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Push_CallsAndPages_ShowsTheCallsAlone()
    {
        var spans = new StringBuilder();
        await using var collector = await StartCollectorAsync(async context =>
        {
            using var content = new MemoryStream();
            await context.Request.Body.CopyToAsync(content);
            if (context.Request.Path == "/v1/traces")
            {
                lock (spans)
                    spans.Append(Encoding.UTF8.GetString(content.ToArray()));
            }
        });
        var api = await ApiHost.StartAsync([$"--Telemetry:Otlp:Endpoint={collector.Urls.Single()}", "--Telemetry:Traces:SampleRatio=1"]);
        using var http = new HttpClient { BaseAddress = api.Host.HttpAddress };
        await http.GetStringAsync("/metrics").DefaultTimeout();
        await http.GetStringAsync("/health/live").DefaultTimeout();
        await api.AddRoomAsync("추적 봇", "1", "방");
        await api.Messages.SendMessageAsync(new() { Room = "bots/추적 봇/rooms/1", Text = "비밀 이야기" });

        // What waits is pushed when the host ends.
        await api.DisposeAsync();

        var shown = spans.ToString();
        Assert.Contains("message.accept", shown, StringComparison.Ordinal);
        Assert.Contains("SendMessage", shown, StringComparison.Ordinal);
        Assert.Contains("service.name", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("비밀 이야기", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("/metrics", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("/health", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_RatioIsNothing_ShowsNoSpan()
    {
        var paths = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var collector = await StartCollectorAsync(context =>
        {
            paths.Enqueue(context.Request.Path);
            return Task.CompletedTask;
        });
        var api = await ApiHost.StartAsync([$"--Telemetry:Otlp:Endpoint={collector.Urls.Single()}", "--Telemetry:Traces:SampleRatio=0"]);
        await api.Server.GetServerStatusAsync(new());

        await api.DisposeAsync();

        Assert.Equal(["/v1/metrics"], paths.Distinct());
    }

    [Fact]
    public async Task Push_CollectorIsAway_ServerServesAndSaysItOnce()
    {
        using var log = new TestLog();
        var api = await ApiHost.StartAsync(["--Telemetry:Otlp:Endpoint=http://127.0.0.1:1", "--Telemetry:Otlp:Interval=00:00:01"], Capture(log));
        await Eventually.TrueAsync(() => log.Count(3160) == 1);

        await api.Server.GetServerStatusAsync(new());

        using var http = new HttpClient { BaseAddress = api.Host.HttpAddress };
        Assert.Contains("domaeka_connection_open 0\n", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
        await api.DisposeAsync();
        Assert.Equal(1, log.Count(3160));
    }

    private static Action<DomaekaBuilder> Capture(TestLog log) => builder =>
    {
        builder.Services.AddSingleton<ILoggerProvider>(log);
        builder.Services.Configure<LoggerFilterOptions>(filters => filters.Rules.Insert(0, new LoggerFilterRule(null, "Domaeka", LogLevel.Debug, null)));
    };

    private static async Task<WebApplication> StartCollectorAsync(RequestDelegate take)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = builder.Build();
        collector.Run(take);
        await collector.StartAsync().DefaultTimeout();
        return collector;
    }
}
