using System.Security.Cryptography;
using Domaeka.Core.Media;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IMediaStore"/> must do.</summary>
public abstract class MediaStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    private IMediaStore Media => Get<IMediaStore>();

    [Theory]
    [InlineData(1)]
    [InlineData((1024 * 1024) + 1)]
    [InlineData(9 * 1024 * 1024)]
    public async Task SaveAsync_Content_IsReadBackAfterARestart(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        var file = await Media.SaveAsync(content, default).DefaultTimeout();
        await Fixture.RestartAsync();

        Assert.Equal(new MediaFile(Convert.ToHexStringLower(SHA256.HashData(content)), length), file);
        Assert.Equal(content, (await Media.ReadAsync(file, default).DefaultTimeout())?.ToArray());
    }

    [Fact]
    public async Task SaveAsync_SameContentAtOnce_AllSucceed()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);

        var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Media.SaveAsync(content, default))).DefaultTimeout();

        Assert.Single(files.Distinct());
        Assert.Equal(content, (await Media.ReadAsync(files[0], default).DefaultTimeout())?.ToArray());
    }

    [Fact]
    public async Task ReadAsync_NeverStoredOrOfAnotherLength_ReturnsNull()
    {
        var file = await Media.SaveAsync(new byte[] { 1, 2, 3 }, default).DefaultTimeout();

        Assert.Null(await Media.ReadAsync(file with { Length = 4 }, default).DefaultTimeout());
        Assert.Null(await Media.ReadAsync(new MediaFile(new string('0', 64), 3), default).DefaultTimeout());
        Assert.Null(await Media.ReadAsync(new MediaFile("../../etc/passwd", 3), default).DefaultTimeout());
    }

    [Fact]
    public async Task DeleteUnusedAsync_OldAndYoung_KeepsTheNamedAndTheYoung()
    {
        var kept = await Media.SaveAsync(new byte[] { 1 }, default).DefaultTimeout();
        var old = await Media.SaveAsync(new byte[] { 2 }, default).DefaultTimeout();

        Assert.Equal(0, await Media.DeleteUnusedAsync(DateTimeOffset.UtcNow.AddHours(-1), Nothing, default).DefaultTimeout());
        Assert.Equal(1, await Media.DeleteUnusedAsync(DateTimeOffset.UtcNow.AddHours(1), new HashSet<string> { kept.Hash }, default).DefaultTimeout());

        Assert.NotNull(await Media.ReadAsync(kept, default).DefaultTimeout());
        Assert.Null(await Media.ReadAsync(old, default).DefaultTimeout());
        Assert.Equal(old, await Media.SaveAsync(new byte[] { 2 }, default).DefaultTimeout());
        Assert.NotNull(await Media.ReadAsync(old, default).DefaultTimeout());
    }
}
