using System.Globalization;
using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Compares what a server claims of notices, in its database, with what the phones have shown.</summary>
internal static class NoticeJudge
{
    /// <summary>Waits until every notice has come to its end.</summary>
    public static async Task WaitForEndsAsync(ServerStore store)
    {
        using var database = Database.Open(store);
        await Eventually.TrueAsync(() => Task.FromResult(database.Count("SELECT count(*) FROM dk_outbox WHERE ended_at IS NULL") == 0));
    }

    /// <summary>Fails when a notice is missing, appeared too often, or is claimed to be what the phones' record contradicts.</summary>
    /// <param name="store">Where the servers' data is. Every notice must have come to its end.</param>
    /// <param name="accepted">The notices that were accepted, by their ids: all that there are.</param>
    /// <param name="shown">Every text that any phone has shown, as often as it was.</param>
    /// <param name="bot">Whose notices; null where there are no others.</param>
    public static NoticeVerdict Judge(ServerStore store, IReadOnlyDictionary<string, NoticeAsked> accepted, IEnumerable<string> shown, string? bot = null)
    {
        using var database = Database.Open(store);
        var rows = database.ReadRows("""
            SELECT id, state, (SELECT count(*) FROM dk_deliveries WHERE message_seq = seq AND dk_deliveries.state = 'uncertain')
            FROM dk_outbox
            """ + (bot is null ? "" : $" WHERE bot_name = '{bot}'")).ToDictionary(row => row[0], row => (State: row[1], Doubts: int.Parse(row[2], CultureInfo.InvariantCulture)));
        Assert.Equal(accepted.Count, rows.Count);

        var times = shown.GroupBy(text => text).ToDictionary(group => group.Key, group => group.Count());
        var wrong = new List<string>();
        foreach (var (id, asked) in accepted)
        {
            var (state, doubts) = rows[id];
            var count = times.Remove(asked.Text, out var known) ? known : 0;
            if (!IsRight(state, doubts, count, asked.AtMostOnce))
                wrong.Add($"{asked.Text[..Math.Min(asked.Text.Length, 40)]}: {state}, in doubt {doubts} times, shown {count} times");
        }

        Assert.Empty(wrong);
        Assert.Empty(times);
        database.AssertSound();
        return new NoticeVerdict(
            rows.Values.Count(row => row is ("confirmed", 0)),
            rows.Values.Count(row => row is ("confirmed", > 0)),
            rows.Values.Count(row => row.State == "uncertain"));
    }

    private static bool IsRight(string state, int doubts, int shown, bool atMostOnce) => (state, doubts) switch
    {
        ("confirmed", 0) => shown == 1,
        ("confirmed", _) => shown is 1 or 2 && !atMostOnce,
        ("uncertain", > 0) => shown <= (atMostOnce ? 1 : 2) && shown <= doubts,
        _ => false,
    };
}
