using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Sessions;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static Domaeka.Core.Sessions.SessionOutcome;

namespace Domaeka.Core.Tests.Sessions;

public sealed class SessionTokensTests
{
    private static readonly DeviceKey Phone = new("bot", "phone");
    private static readonly DeviceKey Other = new("bot", "other");

    private readonly FakeTimeProvider _clock = new();
    private readonly InMemorySessionTokenStore _store = new();
    private readonly SessionTokenOptions _options = new();
    private readonly SessionTokens _tokens;

    public SessionTokensTests() => _tokens = Make();

    [Fact]
    public async Task IssueAsync_Token_Has256RandomBitsAndIsStoredOnlyAsItsHash()
    {
        var first = await IssueAsync();
        var second = await IssueAsync();

        Assert.Equal(43, first.Token.Length);
        Assert.NotEqual(first.Token, second.Token);
        Assert.DoesNotContain(first.Token, first.ToString(), StringComparison.Ordinal);
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(1), first.ExpiresAt);
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromMinutes(30), first.RenewAt);
        Assert.All(_store.Tokens[Phone], token => Assert.Matches("^[0-9a-f]{64}$", token.Hash));
        Assert.DoesNotContain(_store.Tokens[Phone], token => token.ToString().Contains(first.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ResumeAsync_GoodToken_IsReplacedByOneThatEndsAtTheSameTime()
    {
        var first = await IssueAsync();
        _clock.Advance(TimeSpan.FromMinutes(40));

        var resumed = await ResumeAsync(first.Token);

        Assert.Equal(Resumed, resumed.Outcome);
        Assert.NotEqual(first.Token, resumed.Grant!.Token);
        Assert.Equal(first.ExpiresAt, resumed.Grant.ExpiresAt);
        Assert.Equal(first.RenewAt, resumed.Grant.RenewAt);
    }

    [Fact]
    public async Task ResumeAsync_AgainAndAgain_NeverOutlivesTheLastSignature()
    {
        var token = (await IssueAsync()).Token;
        for (var i = 0; i < 6; i++)
        {
            var resumed = await ResumeAsync(token);
            Assert.Equal(Resumed, resumed.Outcome);
            token = resumed.Grant!.Token;
            _clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal(Expired, (await ResumeAsync(token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_AnswerWasLost_ThePreviousTokenIsStillGood()
    {
        var first = await IssueAsync();
        await ResumeAsync(first.Token);
        await ResumeAsync(first.Token);

        var third = await ResumeAsync(first.Token);

        Assert.Equal(Resumed, third.Outcome);
        Assert.Equal(Resumed, (await ResumeAsync(third.Grant!.Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_TokenThatWasSuperseded_EndsEveryTokenOfTheDevice()
    {
        var first = await IssueAsync();
        var second = (await ResumeAsync(first.Token)).Grant!;
        var third = (await ResumeAsync(second.Token)).Grant!;

        Assert.Equal(Reused, (await ResumeAsync(first.Token)).Outcome);

        Assert.Empty(_store.Tokens[Phone]);
        Assert.Equal(Unknown, (await ResumeAsync(second.Token)).Outcome);
        Assert.Equal(Unknown, (await ResumeAsync(third.Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_OfferedTokenThatWasSkipped_EndsEveryTokenToo()
    {
        // Somebody used the phone's token first; the phone comes with the same and gets another; now the first one's successor is shown.
        var first = await IssueAsync();
        var thief = (await ResumeAsync(first.Token)).Grant!;
        var phone = (await ResumeAsync(first.Token)).Grant!;

        Assert.Equal(Reused, (await ResumeAsync(thief.Token)).Outcome);
        Assert.Equal(Unknown, (await ResumeAsync(phone.Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_TokenOfAnotherDevice_IsUnknownAndStaysGoodWhereItBelongs()
    {
        var own = await IssueAsync();
        var foreign = (await _tokens.IssueAsync(Other, null, default).AsTask().DefaultTimeout())!;

        Assert.Equal(Unknown, (await ResumeAsync(foreign.Token)).Outcome);

        Assert.Equal(Resumed, (await _tokens.ResumeAsync(Other, foreign.Token, default).AsTask().DefaultTimeout()).Outcome);
        Assert.Equal(Resumed, (await ResumeAsync(own.Token)).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("guessed")]
    [InlineData("\ud83d")]
    public async Task ResumeAsync_MadeUpToken_IsUnknownAndHarmsNone(string token)
    {
        var own = await IssueAsync();

        Assert.Equal(Unknown, (await ResumeAsync(token)).Outcome);
        Assert.Equal(Unknown, (await ResumeAsync(own.Handle)).Outcome);
        Assert.Equal(Resumed, (await ResumeAsync(own.Token)).Outcome);
    }

    [Theory]
    [InlineData(ApprovalStatus.Pending)]
    [InlineData(ApprovalStatus.Denied)]
    [InlineData(ApprovalStatus.Revoked)]
    [InlineData(ApprovalStatus.Blocked)]
    [InlineData(ApprovalStatus.Unknown)]
    public async Task Any_DeviceThatIsNotApproved_HasNoTokensAndGetsNone(ApprovalStatus status)
    {
        var token = await IssueAsync();
        _store.Status = status;

        Assert.Null(await _tokens.IssueAsync(Phone, token.Handle, default).AsTask().DefaultTimeout());
        Assert.Equal(NotApproved, (await ResumeAsync(token.Token)).Outcome);

        _store.Status = ApprovalStatus.Approved;
        Assert.Equal(Unknown, (await ResumeAsync(token.Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_DeviceBoundToAnotherPhone_IsUnknown()
    {
        var token = await IssueAsync();
        _store.DeviceUuid = "another";
        Assert.Equal(Unknown, (await ResumeAsync(token.Token)).Outcome);

        _store.DeviceUuid = null;
        Assert.Equal(NotApproved, (await ResumeAsync(token.Token)).Outcome);
        Assert.Null(await _tokens.IssueAsync(Phone, null, default).AsTask().DefaultTimeout());
    }

    [Fact]
    public async Task IssueAsync_PhoneIsKnownToHaveATokenAlready_BothAreGoodAndTheOthersAreNot()
    {
        var older = await IssueAsync();
        var held = (await ResumeAsync(older.Token)).Grant!;
        _clock.Advance(TimeSpan.FromMinutes(30));

        var renewed = (await _tokens.IssueAsync(Phone, held.Handle, default).AsTask().DefaultTimeout())!;

        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(1), renewed.ExpiresAt);
        Assert.Equal(
            [SessionTokenState.Held, SessionTokenState.Offered, SessionTokenState.Replaced],
            _store.Tokens[Phone].Select(token => token.State).Order());
        Assert.Equal(Resumed, (await ResumeAsync(held.Token)).Outcome);
    }

    [Fact]
    public async Task IssueAsync_PhoneHasNone_EndsWhatWasOutBefore()
    {
        var lost = await IssueAsync();
        var fresh = await IssueAsync();

        Assert.Equal(Resumed, (await ResumeAsync(fresh.Token)).Outcome);
        Assert.Equal(Reused, (await ResumeAsync(lost.Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_DatabaseIsAway_SaysSoAndTheTokenCanBeKept()
    {
        var token = await IssueAsync();
        _store.IsAway = true;
        var resumption = await ResumeAsync(token.Token);
        Assert.Equal((Unavailable, null), (resumption.Outcome, resumption.Grant));
        Assert.Null(await _tokens.IssueAsync(Phone, null, default).AsTask().DefaultTimeout());

        _store.IsAway = false;
        Assert.NotNull(await _tokens.IssueAsync(Phone, resumption.Handle, default).AsTask().DefaultTimeout());
        Assert.Equal(Resumed, (await ResumeAsync(token.Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_DatabaseHangs_GivesUpInTimeAndALateEndDoesNoHarm()
    {
        var token = await IssueAsync();
        var hold = new TaskCompletionSource();
        _store.Hold = hold.Task;
        var resuming = _tokens.ResumeAsync(Phone, token.Token, default).AsTask();
        Assert.False(resuming.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(2.1));
        Assert.Equal(Unavailable, (await resuming.DefaultTimeout()).Outcome);

        _store.Hold = null;
        hold.SetResult();
        await Eventually.TrueAsync(() => _store.Changes == 2);
        Assert.Equal(Resumed, (await ResumeAsync(token.Token)).Outcome);
    }

    [Fact]
    public async Task ResumeAsync_ManyAtOnce_AskTheDatabaseAFewAtATime()
    {
        var hold = new TaskCompletionSource();
        _store.Hold = hold.Task;

        var resuming = Enumerable.Range(0, 100).Select(_ => ResumeAsync("guessed")).ToArray();
        Assert.InRange(_store.UnderWay, 1, 4);
        _store.Hold = null;
        hold.SetResult();

        Assert.All(await Task.WhenAll(resuming), resumption => Assert.Equal(Unknown, resumption.Outcome));
        Assert.Equal(100, _store.Changes);
    }

    [Fact]
    public async Task Any_SwitchedOffOrWithoutAStore_ThereAreNoTokens()
    {
        var token = await IssueAsync();
        Assert.True(_tokens.IsEnabled);

        _options.Enabled = false;
        var off = Make();
        Assert.False(off.IsEnabled);
        Assert.Equal(Unknown, (await off.ResumeAsync(Phone, token.Token, default).AsTask().DefaultTimeout()).Outcome);
        Assert.Null(await off.IssueAsync(Phone, null, default).AsTask().DefaultTimeout());

        var storeless = new SessionTokens([], Options.Create(new SessionTokenOptions()), _clock, NullLogger<SessionTokens>.Instance);
        Assert.False(storeless.IsEnabled);
    }

    [Fact]
    public async Task Log_WhateverHappens_NeverShowsAToken()
    {
        var logger = new Recorder();
        var tokens = new SessionTokens([_store], Options.Create(_options), _clock, logger);
        var first = (await tokens.IssueAsync(Phone, null, default).AsTask().DefaultTimeout())!;
        var second = (await tokens.ResumeAsync(Phone, first.Token, default).AsTask().DefaultTimeout()).Grant!;
        await tokens.ResumeAsync(Phone, second.Token, default).AsTask().DefaultTimeout();
        await tokens.ResumeAsync(Phone, first.Token, default).AsTask().DefaultTimeout();
        _store.IsAway = true;
        await tokens.ResumeAsync(Phone, first.Token, default).AsTask().DefaultTimeout();

        Assert.Equal(2, logger.Texts.Count);
        Assert.All(logger.Texts, text =>
        {
            Assert.DoesNotContain(first.Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain(first.Handle, text, StringComparison.Ordinal);
        });
    }

    private SessionTokens Make() => new([_store], Options.Create(_options), _clock, NullLogger<SessionTokens>.Instance);

    private async Task<SessionGrant> IssueAsync() => (await _tokens.IssueAsync(Phone, null, default).AsTask().DefaultTimeout())!;

    private Task<SessionResumption> ResumeAsync(string token) => _tokens.ResumeAsync(Phone, token, default).AsTask().DefaultTimeout();

    private sealed class Recorder : ILogger<SessionTokens>
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add($"{formatter(state, exception)} {exception}");
    }
}
