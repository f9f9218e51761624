using System.Security.Cryptography;
using Domaeka.Core.Media;
using Domaeka.Core.Storage;
using Domaeka.Storage.Media;
using Domaeka.TestKit;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage.Tests.Media;

public sealed class FileMediaStoreTests : IDisposable
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new(Samples.Now);

    private string Root => _directory.File("data/media");

    private FileMediaStore Store => new(Options.Create(new StorageOptions { DataDirectory = _directory.File("data") }), _time);

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5 * 1024 * 1024)]
    public async Task SaveAsync_Content_IsReadBackByAnotherStore(int length)
    {
        var content = Content(length);

        var file = await Store.SaveAsync(content, default).DefaultTimeout();

        Assert.Equal(new MediaFile(Convert.ToHexStringLower(SHA256.HashData(content)), length), file);
        Assert.Equal(content, (await Store.ReadAsync(file, default).DefaultTimeout())?.ToArray());
        Assert.Equal([PathOf(file)], Files());
    }

    [Fact]
    public async Task SaveAsync_OnUnix_FilesAreForTheOwnerAlone()
    {
        var file = await Store.SaveAsync(Content(3), default).DefaultTimeout();

        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(Owner, File.GetUnixFileMode(PathOf(file)));
        for (var path = Path.GetDirectoryName(PathOf(file))!; path != _directory.Path; path = Path.GetDirectoryName(path)!)
            Assert.Equal(Owner | UnixFileMode.UserExecute, new DirectoryInfo(path).UnixFileMode);
    }

    [Fact]
    public async Task SaveAsync_SameContentAgain_IsStoredOnceAndMarkedAsUsed()
    {
        var store = Store;
        var first = await store.SaveAsync(Content(100), default).DefaultTimeout();
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal(first, await store.SaveAsync(Content(100), default).DefaultTimeout());

        Assert.Equal([PathOf(first)], Files());
        Assert.Equal(_time.GetUtcNow().UtcDateTime, File.GetLastWriteTimeUtc(PathOf(first)));
    }

    [Fact]
    public async Task SaveAsync_SameContentAtOnce_AllSucceedAndOneFileIsLeft()
    {
        var store = Store;

        var files = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.SaveAsync(Content(10_000), default))).DefaultTimeout();

        Assert.Equal([PathOf(Assert.Single(files.Distinct()))], Files());
        Assert.NotNull(await store.ReadAsync(files[0], default).DefaultTimeout());
    }

    [Fact]
    public async Task SaveAsync_FileThereIsDamaged_IsWrittenAnew()
    {
        var file = await Store.SaveAsync(Content(100), default).DefaultTimeout();
        await File.WriteAllBytesAsync(PathOf(file), new byte[100]);

        await Store.SaveAsync(Content(100), default).DefaultTimeout();

        Assert.Equal(Content(100), (await Store.ReadAsync(file, default).DefaultTimeout())?.ToArray());
    }

    [Fact]
    public async Task SaveAsync_DirectoryCannotBeMade_ThrowsUnavailableUntilItCan()
    {
        var blocker = _directory.File("data");
        await File.WriteAllTextAsync(blocker, "a file where the directory belongs");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.SaveAsync(Content(1), default)).DefaultTimeout();

        File.Delete(blocker);
        var file = await Store.SaveAsync(Content(1), default).DefaultTimeout();

        Assert.NotNull(await Store.ReadAsync(file, default).DefaultTimeout());
    }

    [Fact]
    public async Task SaveAsync_NameTakenByADirectory_ThrowsUnavailableAndLeavesNothingBehind()
    {
        var file = await Store.SaveAsync(Content(1), default).DefaultTimeout();
        File.Delete(PathOf(file));
        Directory.CreateDirectory(PathOf(file));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.SaveAsync(Content(1), default)).DefaultTimeout();

        Assert.Empty(Files());
    }

    [Fact]
    public async Task ReadAsync_GoneOrDamaged_ReturnsNull()
    {
        var gone = await Store.SaveAsync(Content(1), default).DefaultTimeout();
        var changed = await Store.SaveAsync(Content(2), default).DefaultTimeout();
        var cut = await Store.SaveAsync(Content(3), default).DefaultTimeout();
        File.Delete(PathOf(gone));
        await File.WriteAllBytesAsync(PathOf(changed), [9, 9]);
        await File.WriteAllBytesAsync(PathOf(cut), [0]);

        foreach (var file in new[] { gone, changed, cut })
            Assert.Null(await Store.ReadAsync(file, default).DefaultTimeout());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("../../../../../../../../../../../../../../../../../../../etc/passwd")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task ReadAsync_NoHashOfOurs_ReturnsNull(string hash) =>
        Assert.Null(await Store.ReadAsync(new MediaFile(hash, 1), default).DefaultTimeout());

    [Fact]
    public async Task DeleteUnusedAsync_NoDirectoryYet_DeletesNothing() =>
        Assert.Equal(0, await Store.DeleteUnusedAsync(DateTimeOffset.MaxValue, Nothing, default).DefaultTimeout());

    [Fact]
    public async Task DeleteUnusedAsync_OldAndYoung_KeepsTheNamedAndTheYoung()
    {
        var store = Store;
        var old = await store.SaveAsync(Content(1), default).DefaultTimeout();
        var named = await store.SaveAsync(Content(2), default).DefaultTimeout();
        var usedAgain = await store.SaveAsync(Content(3), default).DefaultTimeout();
        _time.Advance(TimeSpan.FromHours(1));
        var young = await store.SaveAsync(Content(4), default).DefaultTimeout();
        await store.SaveAsync(Content(3), default).DefaultTimeout();

        var deleted = await store.DeleteUnusedAsync(_time.GetUtcNow(), new HashSet<string> { named.Hash }, default).DefaultTimeout();

        Assert.Equal(1, deleted);
        Assert.Null(await store.ReadAsync(old, default).DefaultTimeout());
        Assert.Equal(new[] { named, usedAgain, young }.Select(PathOf).Order(), Files());
    }

    [Fact]
    public async Task DeleteUnusedAsync_LeftoversAndFilesOfOthers_DeletesOldLeftoversOnly()
    {
        var file = await Store.SaveAsync(Content(1), default).DefaultTimeout();
        var directory = Path.GetDirectoryName(PathOf(file))!;
        var (leftover, beingWritten, foreign) =
            (Path.Combine(directory, "1.tmp"), Path.Combine(directory, "2.tmp"), Path.Combine(directory, "README"));
        foreach (var path in new[] { leftover, beingWritten, foreign })
        {
            await File.WriteAllTextAsync(path, "x");
            File.SetLastWriteTimeUtc(path, Samples.Now.UtcDateTime.AddDays(path == beingWritten ? 0 : -1));
        }

        Assert.Equal(1, await Store.DeleteUnusedAsync(Samples.Now, Nothing, default).DefaultTimeout());
        Assert.Equal(new[] { PathOf(file), beingWritten, foreign }.Order(), Files());
    }

    [Fact]
    public async Task DeleteUnusedAsync_Cancelled_Ends()
    {
        await Store.SaveAsync(Content(1), default).DefaultTimeout();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.DeleteUnusedAsync(DateTimeOffset.MaxValue, Nothing, new CancellationToken(true))).DefaultTimeout();

        Assert.Single(Files());
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(place => (byte)(place + length))];

    private string PathOf(MediaFile file) => Path.Combine(Root, file.Hash[..2], file.Hash);

    private List<string> Files() => [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Order()];
}
