using Microsoft.Net.Http.Headers;

namespace Domaeka.Api.Metrics;

/// <summary>The metrics page of the HTTP port. Like the health pages it needs no key: it has numbers only, and names of rpcs and commands.</summary>
internal static class MetricsRoutes
{
    /// <summary>Answers with every metric: text for Prometheus, or JSON for whoever prefers it.</summary>
    public const string Path = "/metrics";

    private const string Json = "application/json";

    /// <summary>Adds the page.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet(Path, async context =>
    {
        var page = context.RequestServices.GetRequiredService<MetricsPage>();
        var families = await page.ReadAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Vary = HeaderNames.Accept;
        if (!PrefersJson(context.Request.GetTypedHeaders().Accept))
        {
            context.Response.ContentType = PrometheusText.ContentType;
            await context.Response.WriteAsync(PrometheusText.Write(families), context.RequestAborted);
            return;
        }

        var uptime = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() - page.Since;
        context.Response.ContentType = Json;
        await context.Response.WriteAsync(MetricsJson.Write(families, uptime).ToJsonString(), context.RequestAborted);
    });

    // Whoever takes anything, or names both alike, gets the text.
    private static bool PrefersJson(IList<MediaTypeHeaderValue> accepted) =>
        Quality(accepted, Json) is var json && json > 0 && json > Math.Max(Quality(accepted, "text/plain"), Quality(accepted, "text/*"));

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string type) => accepted
        .Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
        .Select(range => range.Quality ?? 1)
        .DefaultIfEmpty(0)
        .Max();
}
