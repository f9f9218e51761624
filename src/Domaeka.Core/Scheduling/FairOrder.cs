namespace Domaeka.Core.Scheduling;

/// <summary>An order in which nobody waits for somebody else's many: round by round over the phones, and over the rooms of each.</summary>
internal static class FairOrder
{
    public static List<PlannedSchedule> Of(List<PlannedSchedule> due)
    {
        if (due.Count < 2)
            return due;
        return ByRank(ByRank(due.OrderBy(entry => entry.Due), entry => entry.RoomHash), entry => entry.PhoneHash);
    }

    // The sort is stable: inside a round the order of before stays.
    private static List<PlannedSchedule> ByRank(IEnumerable<PlannedSchedule> due, Func<PlannedSchedule, int> key)
    {
        var ranks = new Dictionary<int, int>();
        return [.. due.Select(entry => (Entry: entry, Rank: ranks[key(entry)] = ranks.GetValueOrDefault(key(entry)) + 1))
            .OrderBy(ranked => ranked.Rank)
            .Select(ranked => ranked.Entry)];
    }
}
