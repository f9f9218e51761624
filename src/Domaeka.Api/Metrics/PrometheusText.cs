using System.Globalization;
using System.Text;

namespace Domaeka.Api.Metrics;

/// <summary>
/// Writes metrics in Prometheus's
/// <see href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">text format, version 0.0.4</see>. Names follow
/// OpenTelemetry's
/// <see href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">rules for Prometheus</see>: underscores for
/// dots, the unit behind the name, and <c>_total</c> behind counters.
/// </summary>
internal static class PrometheusText
{
    /// <summary>The format's content type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The whole page.</summary>
    public static string Write(IEnumerable<MetricFamily> families)
    {
        var page = new StringBuilder();
        foreach (var family in families)
            Append(page, family);
        return page.ToString();
    }

    /// <summary>The name as Prometheus has it.</summary>
    public static string NameOf(MetricFamily family)
    {
        var name = Clean(family.Name);
        var unit = family.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal))
            name += unit;
        return family.Kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    private static void Append(StringBuilder page, MetricFamily family)
    {
        var name = NameOf(family);
        page.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Description, quotes: false)).Append('\n');
        page.Append("# TYPE ").Append(name).Append(' ').Append(family.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        }).Append('\n');
        foreach (var point in family.Points)
        {
            if (point.Distribution is not { } distribution)
            {
                AppendSample(page, name, point, null, point.Number);
                continue;
            }

            foreach (var (bound, count) in distribution.Buckets)
                AppendSample(page, $"{name}_bucket", point, Number(bound), count);
            AppendSample(page, $"{name}_sum", point, null, distribution.Sum);
            AppendSample(page, $"{name}_count", point, null, distribution.Count);
        }
    }

    private static void AppendSample(StringBuilder page, string name, MetricValue point, string? bound, double value)
    {
        page.Append(name);
        var separator = '{';
        foreach (var (key, text) in point.Tags)
        {
            page.Append(separator).Append(Clean(key)).Append("=\"").Append(Escape(text, quotes: true)).Append('"');
            separator = ',';
        }

        if (bound is not null)
        {
            page.Append(separator).Append("le=\"").Append(bound).Append('"');
            separator = ',';
        }

        if (separator == ',')
            page.Append('}');
        page.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return clean is [>= '0' and <= '9', ..] ? $"_{clean}" : clean;
    }

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
