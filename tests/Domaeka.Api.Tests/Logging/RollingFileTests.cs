using System.Runtime.Versioning;
using Domaeka.Api.Logging;
using Domaeka.Api.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Api.Tests.Logging;

[UnsupportedOSPlatform("windows")]
public sealed class RollingFileTests : IDisposable
{
    private readonly TempDirectory _data = new();
    private readonly FakeTimeProvider _clock = new();

    private string Directory => Path.Combine(_data.Path, "logs");

    private FileLogOptions Options => new() { Path = Path.Combine(Directory, "server.log") };

    [Fact]
    public void Write_NewFile_IsForItsOwnerAlone()
    {
        Write(Options, "하나", "둘");

        Assert.Equal("하나\n둘\n", File.ReadAllText(Options.Path!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Options.Path!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Directory));
    }

    [Fact]
    public void Write_GroupMayRead_LetsTheGroupRead()
    {
        var options = Options;
        options.GroupMayRead = true;

        Write(options, "one");

        Assert.True(File.GetUnixFileMode(options.Path!).HasFlag(UnixFileMode.GroupRead));
        Assert.False(File.GetUnixFileMode(options.Path!).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public void Write_FileOfAnEarlierRun_IsGoneOnWith()
    {
        Write(Options, "one");
        File.SetLastWriteTimeUtc(Options.Path!, _clock.GetUtcNow().UtcDateTime);
        Write(Options, "two");

        Assert.Equal("one\ntwo\n", File.ReadAllText(Options.Path!));
    }

    [Fact]
    public void Write_FullFile_MakesWayAndTheOldestIsDeleted()
    {
        var options = Options;
        options.MaxFileBytes = 10;
        options.MaxFiles = 2;
        Write(options, "nothing");
        File.SetLastWriteTimeUtc(options.Path!, _clock.GetUtcNow().UtcDateTime);
        string[] strangers = ["server-notes.log", "server-20260101-000000.txt", "other-20260101-000000.log"];
        foreach (var stranger in strangers)
            File.WriteAllText(Path.Combine(Directory, stranger), "keep");

        using (var file = new RollingFile(options, _clock))
        {
            foreach (var line in new[] { "first 89", "second 9", "third 89", "fourth 9" })
            {
                var done = 0;
                file.Write([line], ref done);
                Assert.Equal(1, done);
                _clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal("fourth 9\n", File.ReadAllText(options.Path!));
        var older = System.IO.Directory.GetFiles(Directory).Select(Path.GetFileName).Except(strangers).Except(["server.log"]).ToArray();
        Assert.Equal(2, older.Length);
        Assert.Equal(
            ["second 9\n", "third 89\n"],
            older.Order(StringComparer.Ordinal).Select(name => File.ReadAllText(Path.Combine(Directory, name!))));
        Assert.All(strangers, stranger => Assert.True(File.Exists(Path.Combine(Directory, stranger))));
    }

    [Fact]
    public void Write_BatchBeyondTheLimit_IsCutBetweenLines()
    {
        var options = Options;
        options.MaxFileBytes = 10;

        Write(options, "1234", "5678", "90", new string('x', 30), "end");

        Assert.Equal("end\n", File.ReadAllText(options.Path!));
        Assert.Equal(
            ["1234\n5678\n", "90\n", $"{new string('x', 30)}\n"],
            System.IO.Directory.GetFiles(Directory, "server-*").Order(StringComparer.Ordinal).Select(File.ReadAllText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Write_NextDay_BeginsANewFile()
    {
        using (var file = new RollingFile(Options, _clock))
        {
            var done = 0;
            file.Write(["yesterday"], ref done);
            _clock.Advance(TimeSpan.FromDays(1));
            done = 0;
            file.Write(["today"], ref done);
        }

        Assert.Equal("today\n", File.ReadAllText(Options.Path!));
        Assert.Equal("yesterday\n", File.ReadAllText(System.IO.Directory.GetFiles(Directory, "server-*").Single()));
    }

    [Fact]
    public void Write_DirectoryTakenAway_IsMadeAgain()
    {
        using (var file = new RollingFile(Options, _clock))
        {
            var done = 0;
            file.Write(["lost"], ref done);
            System.IO.Directory.Delete(Directory, recursive: true);
            done = 0;
            file.Write(["there"], ref done);
        }

        Assert.Equal("there\n", File.ReadAllText(Options.Path!));
    }

    [Fact]
    public void Write_FileOfAnotherProcess_IsRefused()
    {
        using var first = new RollingFile(Options, _clock);
        using var second = new RollingFile(Options, _clock);
        var done = 0;
        first.Write(["one"], ref done);

        done = 0;
        Assert.Throws<IOException>(() => second.Write(["two"], ref done));
        Assert.Equal(0, done);
    }

    [Fact]
    public void Write_DiskFull_ThrowsAndCountsNothing()
    {
        System.IO.Directory.CreateDirectory(Directory);
        File.CreateSymbolicLink(Options.Path!, "/dev/full");
        using var file = new RollingFile(Options, _clock);

        var done = 0;
        Assert.Throws<IOException>(() => file.Write(["one"], ref done));
        Assert.Equal(0, done);
    }

    public void Dispose() => _data.Dispose();

    private void Write(FileLogOptions options, params string[] lines)
    {
        using var file = new RollingFile(options, _clock);
        var done = 0;
        file.Write(lines, ref done);
        Assert.Equal(lines.Length, done);
    }
}
