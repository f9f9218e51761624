using System.Globalization;
using Domaeka.Core.Approval;
using Domaeka.Core.Sessions;
using FsCheck;
using FsCheck.Fluent;
using static Domaeka.Core.Sessions.SessionTokenState;

namespace Domaeka.Core.Tests.Sessions;

/// <summary>What holds of the tokens of one device, whoever shows which of them when.</summary>
public sealed class SessionBookProperties
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    [Fact]
    public void Tokens_AnySequence_AtMostTwoAreGoodAndTheRestIsBounded() =>
        Prop.ForAll(Steps.ToArbitrary(), steps =>
        {
            var play = new Play();
            foreach (var step in steps)
            {
                play.Take(step);
                Assert.InRange(play.Tokens.Count(token => token.State == Offered), 0, 1);
                Assert.InRange(play.Tokens.Count(token => token.State == Held), 0, 1);
                Assert.InRange(play.Tokens.Count, 0, SessionBook.MaxReplaced + 2);
                Assert.Equal(play.Tokens.Count, play.Tokens.Select(token => token.Hash).Distinct().Count());
                Assert.All(play.Tokens, token => Assert.True(token.ExpiresAt <= play.LastIssue + Lifetime));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Phone_ThatKeepsTheNewestThatReachedIt_IsNeverTakenForAThief() =>
        Prop.ForAll(Gen.Elements(true, false).ArrayOf().ToArbitrary(), reaches =>
        {
            var play = new Play();
            var held = play.Issue(known: null);
            foreach (var reached in reaches)
            {
                var (outcome, next) = play.Redeem(held);
                Assert.Equal(SessionOutcome.Resumed, outcome);
                held = reached ? next : held;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Thief_WithACopy_IsNoticedAsSoonAsBothHaveUsedWhatTheyGot() =>
        Prop.ForAll(Gen.Choose(0, 5).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (honest, thiefFirst) =>
        {
            var play = new Play();
            var copied = play.Issue(known: null);
            var (first, second) = (play.Redeem(copied).Next, play.Redeem(copied).Next);
            var survivor = second;
            for (var i = 0; i < honest && !thiefFirst; i++)
                survivor = play.Redeem(survivor).Next;

            Assert.Equal(SessionOutcome.Reused, play.Redeem(first).Outcome);
            Assert.Empty(play.Tokens);
            Assert.Equal(SessionOutcome.Unknown, play.Redeem(survivor).Outcome);
        }).QuickCheckThrowOnFailure();

    private static readonly Gen<Step[]> Steps =
        (from kind in Gen.Choose(0, 3)
         from index in Gen.Choose(0, 40)
         from minutes in Gen.Choose(0, 20)
         select new Step(kind, index, minutes)).ArrayOf();

    private sealed record Step(int Kind, int Index, int Minutes);

    private sealed class Play
    {
        private readonly List<string> _all = [];
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public IReadOnlyList<StoredSessionToken> Tokens { get; private set; } = [];

        public DateTimeOffset LastIssue { get; private set; }

        public void Take(Step step)
        {
            _now += TimeSpan.FromMinutes(step.Minutes);
            var old = _all.Count == 0 ? "none" : _all[step.Index % _all.Count];
            if (step.Kind == 0)
                Issue(step.Index % 2 == 0 ? null : old);
            else
                Redeem(old);
        }

        public string Issue(string? known)
        {
            LastIssue = _now;
            Tokens = SessionBook.Issue(Sheet, known, NewHash(), _now, _now + Lifetime)!;
            return _all[^1];
        }

        public (SessionOutcome Outcome, string Next) Redeem(string shown)
        {
            (var outcome, Tokens, var expiresAt) = SessionBook.Redeem(Sheet, shown, NewHash(), _now);
            Assert.Equal(outcome == SessionOutcome.Resumed, expiresAt is not null);
            return (outcome, _all[^1]);
        }

        private SessionTokenSheet Sheet => new(ApprovalStatus.Approved, "uuid", Tokens);

        private string NewHash()
        {
            _all.Add(_all.Count.ToString("x64", CultureInfo.InvariantCulture));
            return _all[^1];
        }
    }
}
