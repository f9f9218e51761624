using Domaeka.Api.Access;
using Domaeka.Core.Access;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace Domaeka.Api.Tests.Access;

public sealed class KeyUseRecorderTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly IApiKeyStore _store = Substitute.For<IApiKeyStore>();
    private readonly KeyUseRecorder _recorder;

    public KeyUseRecorderTests() => _recorder = new KeyUseRecorder(_store, _clock, NullLogger<KeyUseRecorder>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _recorder.StopAsync(CancellationToken.None);
        _recorder.Dispose();
    }

    [Fact]
    public async Task Note_ManyCallsInAMinute_AreStoredOnceWithTheLatestTime()
    {
        var stored = Stored();
        await _recorder.StartAsync(CancellationToken.None);
        for (var i = 0; i < 1_000; i++)
            _recorder.Note("a");
        _clock.Advance(TimeSpan.FromSeconds(30));
        _recorder.Note("a");
        _recorder.Note("b");
        var last = _clock.GetUtcNow();
        await _store.DidNotReceiveWithAnyArgs().NoteUsesAsync(default!, default);

        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([new ApiKeyUse("a", last), new ApiKeyUse("b", last)], (await stored.DefaultTimeout()).OrderBy(use => use.Id));
    }

    [Fact]
    public async Task Note_DatabaseIsAway_IsKeptAndStoredAtTheEnd()
    {
        _store.NoteUsesAsync(default!, default).ReturnsForAnyArgs(Task.FromException(new StorageUnavailableException("away")));
        await _recorder.StartAsync(CancellationToken.None);
        _recorder.Note("a");
        await _recorder.StopAsync(CancellationToken.None);
        Assert.Equal(1, _recorder.Pending);
        var stored = Stored();

        await _recorder.StopAsync(CancellationToken.None);

        Assert.Equal("a", Assert.Single(await stored.DefaultTimeout()).Id);
        Assert.Equal(0, _recorder.Pending);
    }

    private Task<IReadOnlyCollection<ApiKeyUse>> Stored()
    {
        var stored = new TaskCompletionSource<IReadOnlyCollection<ApiKeyUse>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.NoteUsesAsync(default!, default).ReturnsForAnyArgs(call =>
        {
            stored.TrySetResult(call.Arg<IReadOnlyCollection<ApiKeyUse>>());
            return Task.CompletedTask;
        });
        return stored.Task;
    }
}
