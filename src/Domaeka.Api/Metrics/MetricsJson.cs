using System.Text.Json;
using System.Text.Json.Nodes;

namespace Domaeka.Api.Metrics;

/// <summary>
/// Writes metrics as JSON: first the figures of the old server's page under its names (rates are per second, over the whole time since the
/// start), then every metric under <c>metrics</c>.
/// </summary>
internal static class MetricsJson
{
    /// <summary>The whole page.</summary>
    /// <param name="families">The metrics.</param>
    /// <param name="uptime">How long they have been gathered.</param>
    public static JsonObject Write(IReadOnlyList<MetricFamily> families, TimeSpan uptime)
    {
        var byName = families.ToDictionary(family => family.Name);
        var page = new JsonObject
        {
            ["uptime"] = uptime.TotalSeconds,
            ["total_connections"] = Total("domaeka.connection.accepted"),
            ["active_connections"] = Total("domaeka.connection.open"),
            ["message_rate"] = Rate("domaeka.line.outbound"),
            ["throughput"] = new JsonObject
            {
                ["sent"] = Rate("domaeka.line.outbound.size"),
                ["received"] = Rate("domaeka.line.inbound.size"),
            },
            ["errors"] = Errors(byName),
        };
        page["metrics"] = new JsonArray([.. families.Select(Write)]);
        return page;

        double Total(string name) => byName.TryGetValue(name, out var family) ? family.Total : 0;

        double Rate(string name) => uptime > TimeSpan.Zero ? Total(name) / uptime.TotalSeconds : 0;
    }

    // What is wrong with connections and lines, as one number for each reason that has occurred.
    private static JsonObject Errors(Dictionary<string, MetricFamily> families)
    {
        var errors = new JsonObject();
        foreach (var name in new[] { "domaeka.connection.refused", "domaeka.line.bad", "domaeka.line.dropped" })
        {
            foreach (var point in families.TryGetValue(name, out var family) ? family.Points : [])
            {
                var reason = point.Tags.FirstOrDefault(tag => tag.Key == "reason").Value;
                if (point.Number > 0)
                    errors[$"{name}.{reason}"] = point.Number;
            }
        }

        return errors;
    }

    private static JsonNode Write(MetricFamily family) => new JsonObject
    {
        ["name"] = family.Name,
        ["unit"] = family.Unit,
        ["description"] = family.Description,
        ["kind"] = JsonNamingPolicy.CamelCase.ConvertName(family.Kind.ToString()),
        ["values"] = new JsonArray([.. family.Points.Select(Write)]),
    };

    private static JsonNode Write(MetricValue point)
    {
        var value = new JsonObject { ["tags"] = new JsonObject(point.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))) };
        if (point.Distribution is not { } distribution)
        {
            value["value"] = Finite(point.Number);
            return value;
        }

        value["count"] = distribution.Count;
        value["sum"] = Finite(distribution.Sum);
        value["buckets"] = new JsonArray(
        [
            .. distribution.Buckets.Select(bucket => new JsonObject { ["le"] = Finite(bucket.Key), ["count"] = bucket.Value }),
        ]);
        return value;
    }

    // JSON has no infinity: null is the bound of the last bucket.
    private static double? Finite(double number) => double.IsFinite(number) ? number : null;
}
