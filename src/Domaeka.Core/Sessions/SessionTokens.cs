using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Domaeka.Core.Devices;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Sessions;

/// <inheritdoc cref="ISessionTokens"/>
internal sealed class SessionTokens(
    IEnumerable<ISessionTokenStore> stores, IOptions<SessionTokenOptions> options, TimeProvider clock, ILogger<SessionTokens> logger) : ISessionTokens
{
    private const int TokenBytes = 32;

    /// <summary>Transactions at a time. When thousands of phones come back at once, chat and messages must not wait behind all of their tokens.</summary>
    private const int MaxAtOnce = 4;

    private static readonly TimeSpan TroubleInterval = TimeSpan.FromMinutes(1);

    private readonly ISessionTokenStore? _store = stores.LastOrDefault();
    private readonly SessionTokenOptions _options = options.Value;
    private readonly SemaphoreSlim _turns = new(MaxAtOnce);
    private readonly Lock _gate = new();
    private long? _troubleTold;

    /// <inheritdoc/>
    public bool IsEnabled => _options.Enabled && _store is not null;

    /// <inheritdoc/>
    public async ValueTask<SessionResumption> ResumeAsync(DeviceKey device, string token, CancellationToken cancellationToken)
    {
        if (_store is not { } store || !_options.Enabled)
            return new SessionResumption(SessionOutcome.Unknown, null, null);

        var shown = HashOf(token);
        var offer = NewToken();
        var outcome = SessionOutcome.Unknown;
        DateTimeOffset? expiresAt = null;
        var isDone = await TryAsync(
            device,
            ct => store.ChangeAsync(
                device,
                sheet =>
                {
                    (outcome, var tokens, expiresAt) = SessionBook.Redeem(sheet, shown, HashOf(offer), clock.GetUtcNow());
                    return tokens;
                },
                ct),
            cancellationToken);
        if (!isDone)
            return new SessionResumption(SessionOutcome.Unavailable, null, shown);

        if (outcome == SessionOutcome.Reused)
            Log.SessionTokenReused(logger, device.BotName, device.DeviceId);
        return new SessionResumption(outcome, expiresAt is { } end ? Grant(offer, end) : null, null);
    }

    /// <inheritdoc/>
    public async ValueTask<SessionGrant?> IssueAsync(DeviceKey device, string? known, CancellationToken cancellationToken)
    {
        if (_store is not { } store || !_options.Enabled)
            return null;

        var offer = NewToken();
        var end = clock.GetUtcNow() + _options.Lifetime;
        var isIssued = false;
        var isDone = await TryAsync(
            device,
            ct => store.ChangeAsync(
                device,
                sheet =>
                {
                    var tokens = SessionBook.Issue(sheet, known, HashOf(offer), clock.GetUtcNow(), end);
                    isIssued = tokens is not null;
                    return tokens ?? [];
                },
                ct),
            cancellationToken);
        return isDone && isIssued ? Grant(offer, end) : null;
    }

    /// <summary>SHA-256 as 64 lower-case hex digits.</summary>
    internal static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    private SessionGrant Grant(string token, DateTimeOffset expiresAt) => new()
    {
        Token = token,
        Handle = HashOf(token),
        ExpiresAt = expiresAt,
        RenewAt = expiresAt - (_options.Lifetime / 2),
    };

    /// <returns>False when it is not known whether it was done.</returns>
    private async Task<bool> TryAsync(DeviceKey device, Func<CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.StorageTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            // A transaction that has begun is not cut off. It may then come to its end behind our back, which costs no more than a lost answer does, and
            // what becomes of it is nobody's business any more.
            var working = RunAsync(work, either.Token);
            _ = working.ContinueWith(
                static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await working.WaitAsync(either.Token);
            return true;
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Tell(exception, device);
            return false;
        }
    }

    private async Task<bool> RunAsync(Func<CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await work(cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    // Thousands of phones come back at once.
    private void Tell(Exception exception, DeviceKey device)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            if (_troubleTold is { } last && clock.GetElapsedTime(last, now) < TroubleInterval)
                return;
            _troubleTold = now;
        }

        Log.SessionTokensUnavailable(logger, exception, device.BotName, device.DeviceId);
    }
}
