using System.Text.Json;

namespace Domaeka.Api.Health;

/// <summary>The health pages of the HTTP port.</summary>
internal static class HealthRoutes
{
    /// <summary>Answers 200 while the process runs.</summary>
    public const string Live = "/health/live";

    /// <summary>Answers 200 when the server is ready, else 503, with the reasons.</summary>
    public const string Ready = "/health/ready";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Adds both pages.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Live, context => WriteAsync(context, StatusCodes.Status200OK, new { status = "live" }));
        routes.MapGet(Ready, async context =>
        {
            var report = await context.RequestServices.GetRequiredService<ReadinessProbe>().CheckAsync(context.RequestAborted);
            await WriteAsync(
                context,
                report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
                new { status = report.IsReady ? "ready" : "not ready", checks = report.Checks });
        });
    }

    private static Task WriteAsync<T>(HttpContext context, int statusCode, T body)
    {
        context.Response.StatusCode = statusCode;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body, Json, context.RequestAborted);
    }
}
