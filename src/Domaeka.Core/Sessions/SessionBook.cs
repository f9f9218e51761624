using System.Security.Cryptography;
using System.Text;
using Domaeka.Core.Approval;

namespace Domaeka.Core.Sessions;

/// <summary>
/// The rules of the tokens of one device, without a database. At most two are good at a time: the one that the phone surely holds, and the newest, which may
/// have been lost on its way. Using one of them ends whatever else there was.
/// </summary>
internal static class SessionBook
{
    /// <summary>Most replaced tokens that are kept to notice their reuse. Who shows an older one is a stranger as well.</summary>
    public const int MaxReplaced = 16;

    /// <summary>Looks at a token that is shown.</summary>
    /// <param name="sheet">What is stored.</param>
    /// <param name="shown">Its hash.</param>
    /// <param name="offer">The hash of the token that takes its place if it is good.</param>
    /// <param name="now">The time.</param>
    /// <returns>The outcome, what is to be stored, and when the new token ends (null unless there is one).</returns>
    public static (SessionOutcome Outcome, IReadOnlyList<StoredSessionToken> Tokens, DateTimeOffset? ExpiresAt) Redeem(
        SessionTokenSheet sheet, string shown, string offer, DateTimeOffset now)
    {
        if (sheet.Status != ApprovalStatus.Approved || sheet.DeviceUuid is null)
            return (SessionOutcome.NotApproved, [], null);

        var found = Find(sheet.Tokens, shown);
        var alive = Alive(sheet, now);
        if (found is null || found.DeviceUuid != sheet.DeviceUuid)
            return (SessionOutcome.Unknown, alive, null);
        if (found.ExpiresAt <= now)
            return (SessionOutcome.Expired, alive, null);
        if (found.State == SessionTokenState.Replaced)
            return (SessionOutcome.Reused, [], null);
        return (SessionOutcome.Resumed, Succeed(alive, found, Offer(offer, sheet.DeviceUuid, now, found.ExpiresAt)), found.ExpiresAt);
    }

    /// <summary>Makes room for a token of a phone that has signed something.</summary>
    /// <returns>What is to be stored; null when the device may have no token.</returns>
    public static IReadOnlyList<StoredSessionToken>? Issue(
        SessionTokenSheet sheet, string? known, string offer, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        if (sheet.Status != ApprovalStatus.Approved || sheet.DeviceUuid is null)
            return null;
        var alive = Alive(sheet, now);
        var held = known is null ? null : Find(alive, known);
        return Succeed(
            alive, held is { State: SessionTokenState.Replaced } ? null : held, Offer(offer, sheet.DeviceUuid, now, expiresAt));
    }

    private static StoredSessionToken Offer(string hash, string deviceUuid, DateTimeOffset now, DateTimeOffset expiresAt) => new()
    {
        Hash = hash,
        DeviceUuid = deviceUuid,
        State = SessionTokenState.Offered,
        IssuedAt = now,
        ExpiresAt = expiresAt,
    };

    private static List<StoredSessionToken> Succeed(IReadOnlyList<StoredSessionToken> alive, StoredSessionToken? held, StoredSessionToken offered)
    {
        var replaced = alive
            .Where(token => token.Hash != held?.Hash)
            .OrderByDescending(token => token.IssuedAt)
            .Take(MaxReplaced)
            .Select(token => token with { State = SessionTokenState.Replaced });
        List<StoredSessionToken> tokens = [offered, .. replaced];
        if (held is not null)
            tokens.Add(held with { State = SessionTokenState.Held });
        return tokens;
    }

    private static List<StoredSessionToken> Alive(SessionTokenSheet sheet, DateTimeOffset now) =>
        [.. sheet.Tokens.Where(token => token.ExpiresAt > now && token.DeviceUuid == sheet.DeviceUuid)];

    // Every token is compared, in constant time, so that nothing can be learned from how long it takes.
    private static StoredSessionToken? Find(IReadOnlyList<StoredSessionToken> tokens, string hash)
    {
        StoredSessionToken? found = null;
        Span<byte> wanted = stackalloc byte[Encoding.UTF8.GetMaxByteCount(hash.Length)];
        wanted = wanted[..Encoding.UTF8.GetBytes(hash, wanted)];
        foreach (var token in tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(wanted, Encoding.UTF8.GetBytes(token.Hash)))
                found = token;
        }

        return found;
    }
}
