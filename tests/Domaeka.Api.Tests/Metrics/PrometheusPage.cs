using System.Globalization;
using System.Text;

namespace Domaeka.Api.Tests.Metrics;

/// <summary>Reads Prometheus's text format 0.0.4, and takes nothing that the format does not allow.</summary>
internal sealed class PrometheusPage
{
    private readonly Dictionary<string, string> _types = [];
    private readonly HashSet<string> _helped = [];
    private readonly HashSet<string> _closed = [];
    private readonly Dictionary<string, double> _samples = [];
    private string? _family;

    /// <summary>The type of each metric.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>Each sample: the name with its labels in the order of the page, such as <c>a{b="c",d="e"}</c>.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public static PrometheusPage Parse(string text)
    {
        Assert.True(text.Length == 0 || text.EndsWith('\n'), "The last line must end.");
        var page = new PrometheusPage();
        foreach (var line in text.Split('\n')[..^1])
            page.Read(line);
        page.CheckHistograms();
        return page;
    }

    /// <summary>The sum over the samples of a name whose labels contain all of these, such as <c>reason="x"</c>.</summary>
    public double Sum(string name, params string[] labels) => _samples
        .Where(sample => (sample.Key == name || sample.Key.StartsWith($"{name}{{", StringComparison.Ordinal)) && labels.All(label => sample.Key.Contains(label, StringComparison.Ordinal)))
        .Sum(sample => sample.Value);

    private void Read(string line)
    {
        if (line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            var name = line.Split(' ')[2];
            Assert.True(_helped.Add(name), line);
            Enter(name);
        }
        else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            var parts = line.Split(' ');
            Assert.Equal(4, parts.Length);
            Assert.Contains(parts[3], new[] { "counter", "gauge", "histogram" });
            Assert.True(_types.TryAdd(parts[2], parts[3]), line);
            Enter(parts[2]);
        }
        else
        {
            ReadSample(line);
        }
    }

    private void Enter(string name)
    {
        Assert.Matches("^[a-zA-Z_:][a-zA-Z0-9_:]*$", name);
        if (name == _family)
            return;
        if (_family is not null)
            _closed.Add(_family);
        Assert.DoesNotContain(name, _closed);
        _family = name;
    }

    private void ReadSample(string line)
    {
        var at = 0;
        while (at < line.Length && line[at] is not ('{' or ' '))
            at++;
        var name = line[..at];
        Assert.NotNull(_family);
        Assert.Contains(name, _types[_family] == "histogram" ? new[] { $"{_family}_bucket", $"{_family}_sum", $"{_family}_count" } : [_family]);
        var labels = new StringBuilder();
        if (line[at] == '{')
            at = ReadLabels(line, at + 1, labels);
        Assert.Equal(' ', line[at]);
        var value = line[(at + 1)..] switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            var number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        Assert.True(_samples.TryAdd(labels.Length == 0 ? name : $"{name}{{{labels}}}", value), $"twice: {line}");
    }

    private static int ReadLabels(string line, int at, StringBuilder labels)
    {
        while (line[at] != '}')
        {
            var equals = line.IndexOf('=', at);
            var key = line[at..equals];
            Assert.Matches("^[a-zA-Z_][a-zA-Z0-9_]*$", key);
            Assert.Equal('"', line[equals + 1]);
            at = equals + 2;
            var value = new StringBuilder();
            for (; line[at] != '"'; at++)
            {
                if (line[at] != '\\')
                {
                    value.Append(line[at]);
                    continue;
                }

                at++;
                Assert.Contains(line[at], "\\\"n");
                value.Append(line[at] == 'n' ? '\n' : line[at]);
            }

            labels.Append(labels.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{key}=\"{value}\"");
            at++;
            Assert.Contains(line[at], ",}");
            if (line[at] == ',')
                at++;
        }

        return at + 1;
    }

    private void CheckHistograms()
    {
        foreach (var (name, _) in _types.Where(type => type.Value == "histogram"))
        {
            foreach (var (key, count) in _samples.Where(sample => sample.Key.Split('{')[0] == $"{name}_count"))
            {
                var labels = key.Contains('{', StringComparison.Ordinal) ? key[(key.IndexOf('{', StringComparison.Ordinal) + 1)..^1] + "," : "";
                var buckets = _samples.Where(sample => sample.Key.StartsWith($"{name}_bucket{{{labels}le=", StringComparison.Ordinal)).Select(sample => sample.Value).ToList();
                Assert.Equal(buckets.Order(), buckets);
                Assert.Equal(count, buckets[^1]);
                Assert.Contains($"{name}_bucket{{{labels}le=\"+Inf\"}}", _samples.Keys);
            }
        }
    }
}
