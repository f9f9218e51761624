using System.Diagnostics.Metrics;
using Domaeka.Api.Configuration;
using Domaeka.Api.Logging;
using Domaeka.Api.Tests.Logging;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Telemetry;
using Domaeka.TestKit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Docs;

/// <summary>docs/operations.md names everything that there is, once, and nothing that there is not.</summary>
public sealed class OperationsTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "operations.md"));

    [Fact]
    public void LogEvents_OfTheTables_AreThoseOfTheAssemblies()
    {
        var word = "";
        var written = new List<string>();
        foreach (var line in Section("Log events"))
        {
            if (line.StartsWith("### `[", StringComparison.Ordinal))
                word = line.Split('[', ']')[1];
            if (Cells(line) is [var id, var level, var what, _] && int.TryParse(id, out _))
            {
                Assert.NotEmpty(what);
                written.Add($"{id} {level} {word}");
            }
        }

        var there = LogEvents.All.Select(message => $"{message.Id} {LevelOf(message.Level)} {LogWords.TextOf(LogWords.Find(message.Id)!.Value)}");
        AssertSame(there, written);
    }

    [Fact]
    public async Task Metrics_OfTheTables_AreThoseOfARunningServer()
    {
        using var probe = new MeterProbe();
        var host = await ApiHost.StartAsync(configure: domaeka => domaeka.Services.AddSingleton<IMeterFactory>(probe));
        var there = probe.Instruments.Where(instrument => DomaekaMeters.All.Contains(instrument.Meter.Name))
            .Select(instrument => $"`{instrument.Name}` {instrument.Unit}")
            .ToArray();
        await host.DisposeAsync();

        AssertSame(there, Section("Metrics").Select(Cells).Where(cells => cells is [['`', ..], ..]).Select(cells => $"{cells[0]} {cells[1]}"));
    }

    [Fact]
    public void Options_OfTheTables_AreThoseOfTheCatalog()
    {
        var there = SettingsCatalog.Sections.SelectMany(section => section.Settings).Select(setting => $"`{setting.Key}` {setting.DefaultText}");

        AssertSame(there, Section("Options").Select(Cells).Where(cells => cells is [['`', ..], ..]).Select(cells => $"{cells[0]} {cells[1]}"));
    }

    [Fact]
    public void Links_WithinThePage_LeadToHeadings()
    {
        var anchors = Lines.Where(line => line.StartsWith('#'))
            .Select(line => string.Concat(line.TrimStart('#', ' ').ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-'))
            .ToHashSet();
        var links = Lines.SelectMany(line => line.Split("](#").Skip(1)).Select(rest => rest[..rest.IndexOf(')', StringComparison.Ordinal)]).Distinct().ToArray();

        Assert.NotEmpty(links);
        Assert.DoesNotContain(links, link => !anchors.Contains(link));
    }

    private static IEnumerable<string> Section(string heading) =>
        Lines.SkipWhile(line => line != $"## {heading}").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    private static string[] Cells(string line) =>
        line.StartsWith('|') ? [.. line.Trim()[1..^1].Split('|').Select(cell => cell.Trim())] : [];

    private static string LevelOf(LogLevel level) => level == LogLevel.Information ? "Info" : level.ToString();

    // Two short lists tell more than one long one that differs somewhere.
    private static void AssertSame(IEnumerable<string> there, IEnumerable<string> written)
    {
        var actual = written.ToList();
        var expected = there.ToList();
        Assert.NotEmpty(expected);
        Assert.Equal([], expected.Except(actual).Select(item => $"missing in the page: {item}"));
        Assert.Equal([], actual.Except(expected).Select(item => $"not in the program: {item}"));
        Assert.Equal([], actual.CountBy(item => item).Where(count => count.Value > 1).Select(count => $"twice: {count.Key}"));
    }
}
