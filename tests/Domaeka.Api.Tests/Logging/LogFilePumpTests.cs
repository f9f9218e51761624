using Domaeka.Api.Logging;
using Domaeka.Api.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Api.Tests.Logging;

/// <summary>The file cannot be written as long as a file stands where its directory should be.</summary>
public sealed class LogFilePumpTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _data = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly TestLog _log = new();

    private string Obstacle => Path.Combine(_data.Path, "logs");

    private string FilePath => Path.Combine(Obstacle, "server.log");

    [Fact]
    public async Task CloseAsync_LinesWait_WritesThem()
    {
        var pump = Start();
        for (var i = 0; i < 10_000; i++)
            pump.Add($"line {i}");

        await pump.CloseAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"line {i}"), await File.ReadAllLinesAsync(FilePath));
    }

    [Fact]
    public async Task Add_FromManyThreads_LosesNothing()
    {
        var pump = Start();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                pump.Add($"{writer} {i}");
        }))).DefaultTimeout();
        await pump.CloseAsync(Patience);

        var lines = await File.ReadAllLinesAsync(FilePath);
        Assert.Equal(8000, lines.Distinct().Count());
        foreach (var writer in lines.GroupBy(line => line.Split(' ')[0]))
            Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{writer.Key} {i}"), writer);
    }

    [Fact]
    public async Task Add_FileCannotBeWritten_IsSaidOnceAndMadeUpForLater()
    {
        await File.WriteAllTextAsync(Obstacle, "");
        var pump = Start();
        pump.Add("one");
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
        _clock.Advance(LogFilePump.RetryDelay);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);
        pump.Add("two");
        Assert.Equal([3162], Told);

        File.Delete(Obstacle);
        _clock.Advance(LogFilePump.RetryDelay);
        await Eventually.TrueAsync(() => Told is [3162, 3163]);
        await pump.CloseAsync(Patience);

        Assert.Equal(["one", "two"], await File.ReadAllLinesAsync(FilePath));
        Assert.Contains(_log.Entries, entry => entry.Text.Contains("0 lines are missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Add_MoreThanMayWait_IsDroppedAndCounted()
    {
        await File.WriteAllTextAsync(Obstacle, "");
        var pump = Start(maxBytes: 10);
        foreach (var line in new[] { "1234", "5678", "lost", "lost" })
            pump.Add(line);
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);

        File.Delete(Obstacle);
        _clock.Advance(LogFilePump.RetryDelay);
        await Eventually.TrueAsync(() => Told is [3162, 3163]);
        await pump.CloseAsync(Patience);

        Assert.Equal(["1234", "5678"], await File.ReadAllLinesAsync(FilePath));
        Assert.Contains(_log.Entries, entry => entry.Text.Contains("2 lines are missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CloseAsync_FileCannotBeWritten_ComesToItsEnd()
    {
        await File.WriteAllTextAsync(Obstacle, "");
        var pump = Start();
        pump.Add("one");
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1);

        await pump.CloseAsync(Patience).DefaultTimeout();

        Assert.Equal([3162], Told);
        Assert.False(Directory.Exists(Obstacle));
    }

    public void Dispose() => _data.Dispose();

    private int[] Told => [.. _log.Entries.Select(entry => entry.Event.Id)];

    private LogFilePump Start(long maxBytes = 1 << 20)
    {
        var pump = new LogFilePump(new RollingFile(new FileLogOptions { Path = FilePath }, _clock), maxBytes, _clock);
        pump.TellBy(() => _log.CreateLogger(nameof(LogFilePump)));
        return pump;
    }
}
