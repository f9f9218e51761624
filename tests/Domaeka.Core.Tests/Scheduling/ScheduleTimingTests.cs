using System.Globalization;
using Domaeka.Core.Scheduling;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Core.Tests.Scheduling;

public sealed class ScheduleTimingTests
{
    private static readonly ScheduleZone Seoul = Zone("Asia/Seoul");
    private static readonly ScheduleZone NewYork = Zone("America/New_York");

    private static readonly Gen<Recurrence> Recurrences = Gen.OneOf(
        Times().Select(Recurrence (times) => new DailyRecurrence(times)),
        Gen.Choose(1, (int)Weekdays.All).Zip(Times(), Recurrence (days, times) => new WeeklyRecurrence((Weekdays)days, times)),
        Gen.Choose(0, 500).Zip(Times(), Recurrence (day, times) => new OnceRecurrence(new DateOnly(2026, 1, 1).AddDays(day), times)),
        Gen.Elements("*/15 * * * *", "30 1-3 * * *", "0 2 * 3,11 *", "7 7 1 * MON", "0 0 29 2 *").Select(Recurrence (text) => new CronRecurrence(Cron(text))));

    private static readonly Gen<DateTimeOffset> Moments =
        Gen.Choose(0, 40_000_000).Select(seconds => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds));

    [Theory]
    [InlineData("once 2026-11-20 19:00", "2026-11-20 18:59:59", "2026-11-20 19:00:00")]
    [InlineData("once 2026-11-20 19:00", "2026-11-20 19:00:00", "")]
    [InlineData("once 2026-11-20 08:00,19:00", "2026-11-20 09:00:00", "2026-11-20 19:00:00")]
    [InlineData("daily 19:00", "2026-11-20 19:00:00", "2026-11-21 19:00:00")]
    [InlineData("daily 09:00,12:30,19:00", "2026-11-20 09:00:01", "2026-11-20 12:30:00")]
    [InlineData("daily 00:00", "2026-12-31 00:00:00", "2027-01-01 00:00:00")]
    [InlineData("weekly Friday 19:00", "2026-11-20 19:00:00", "2026-11-27 19:00:00")]
    [InlineData("weekly Monday,Thursday 19:00", "2026-11-20 10:00:00", "2026-11-23 19:00:00")]
    [InlineData("cron 0 19 * * FRI", "2026-11-20 10:00:00", "2026-11-20 19:00:00")]
    [InlineData("daily 19:00 from 2026-12-01", "2026-11-20 10:00:00", "2026-12-01 19:00:00")]
    [InlineData("daily 00:00 from 2026-12-01", "2026-11-20 10:00:00", "2026-12-01 00:00:00")]
    [InlineData("daily 19:00 until 2026-11-21", "2026-11-20 19:00:00", "")]
    [InlineData("daily 19:00 until 2026-11-22", "2026-11-20 19:00:00", "2026-11-21 19:00:00")]
    public void Next_InSeoul_IsTheNextWallClockTime(string rule, string after, string expected) =>
        Assert.Equal(expected, Next(rule, after, Seoul, TimeSpan.FromHours(9)));

    // 2026-03-08 02:00 EST: the clock goes to 03:00 EDT. 2026-11-01 02:00 EDT: it goes back to 01:00 EST.
    [Theory]
    [InlineData("daily 02:30", "2026-03-07 12:00:00Z", "2026-03-08 07:00:00Z")]
    [InlineData("daily 02:10,02:30,02:50", "2026-03-08 06:59:59Z", "2026-03-08 07:00:00Z")]
    [InlineData("daily 02:10,02:30,02:50", "2026-03-08 07:00:00Z", "2026-03-09 06:10:00Z")]
    [InlineData("daily 02:30,03:00", "2026-03-08 06:00:00Z", "2026-03-08 07:00:00Z")]
    [InlineData("daily 02:30,03:00", "2026-03-08 07:00:00Z", "2026-03-09 06:30:00Z")]
    [InlineData("daily 01:30", "2026-11-01 00:00:00Z", "2026-11-01 05:30:00Z")]
    [InlineData("daily 01:30", "2026-11-01 05:30:00Z", "2026-11-02 06:30:00Z")]
    [InlineData("daily 01:30", "2026-11-01 06:00:00Z", "2026-11-02 06:30:00Z")]
    [InlineData("daily 02:00", "2026-11-01 05:59:00Z", "2026-11-01 07:00:00Z")]
    [InlineData("daily 19:00", "2026-03-08 00:00:00Z", "2026-03-08 23:00:00Z")]
    [InlineData("daily 19:00", "2026-03-07 00:00:00Z", "2026-03-08 00:00:00Z")]
    [InlineData("cron */20 * * * *", "2026-03-08 06:40:00Z", "2026-03-08 07:00:00Z")]
    [InlineData("cron */20 * * * *", "2026-03-08 07:00:00Z", "2026-03-08 07:20:00Z")]
    [InlineData("cron */20 * * * *", "2026-11-01 05:40:00Z", "2026-11-01 07:00:00Z")]
    public void Next_InNewYork_SkippedTimesComeBehindTheGapAndDoubledOnesOnce(string rule, string after, string expected) =>
        Assert.Equal(expected, Next(rule, after, NewYork, null));

    [Theory]
    [InlineData("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30")]
    [InlineData("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00")]
    [InlineData("Asia/Kathmandu", "2026-01-01 05:45", "2026-01-01 00:00")]
    public void ToInstant_OddZones_AreExact(string zone, string local, string utc) =>
        Assert.Equal(Parse(utc), Zone(zone).ToInstant(Parse(local).DateTime));

    [Theory]
    [InlineData("Asia/Seoul")]
    [InlineData("America/New_York")]
    public void Next_AnyRule_ComesBehindAndNothingLiesBetween(string name)
    {
        var zone = Zone(name);
        Prop.ForAll(Recurrences.ToArbitrary(), Moments.ToArbitrary(), Gen.Choose(1, 100_000).ToArbitrary(), (rule, after, seconds) =>
        {
            var timing = new ScheduleTiming(rule);
            var next = timing.Next(after, zone);
            var between = after.AddSeconds(next is null ? seconds : Math.Min(seconds, Math.Max(0, (next.Value - after).TotalSeconds - 1)));
            return (next is null || next > after) && timing.Next(between, zone) == next;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("Asia/Seoul")]
    [InlineData("America/New_York")]
    public void Next_EveryDay_ComesOnceForEachTimeOfEveryDay(string name)
    {
        var zone = Zone(name);
        Prop.ForAll(Times().ToArbitrary(), Gen.Choose(0, 400).ToArbitrary(), (times, start) =>
        {
            var timing = new ScheduleTiming(new DailyRecurrence(times));
            var day = new DateTime(2026, 1, 1).AddDays(start);
            var (from, until) = (zone.ToInstant(day), zone.ToInstant(day.AddDays(10)));
            var seen = new List<DateTimeOffset>();
            for (var next = timing.Next(from.AddTicks(-1), zone); next < until; next = timing.Next(next.Value, zone))
                seen.Add(next.Value);
            var expected = Enumerable.Range(0, 10)
                .SelectMany(offset => times.Select(time => zone.ToInstant(day.AddDays(offset) + time.ToTimeSpan())))
                .Distinct();
            return seen.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Latest_AnyRule_IsWhatSteppingWouldFind() =>
        Prop.ForAll(Recurrences.ToArbitrary(), Moments.ToArbitrary(), Gen.Choose(0, 3_000_000).ToArbitrary(), (rule, start, seconds) =>
        {
            var timing = new ScheduleTiming(rule);
            if (timing.Next(start, NewYork) is not { } first || first > start.AddSeconds(seconds))
                return true;

            var (latest, previous) = (first, (DateTimeOffset?)null);
            for (var next = timing.Next(first, NewYork); next <= start.AddSeconds(seconds); next = timing.Next(next.Value, NewYork))
                (latest, previous) = (next.Value, latest);
            return timing.Latest(first, start.AddSeconds(seconds), NewYork) == (latest, previous);
        }).QuickCheckThrowOnFailure();

    private static Gen<IReadOnlyList<TimeOnly>> Times() => Gen.Choose(0, 86_399).NonEmptyListOf().Select(IReadOnlyList<TimeOnly> (seconds) =>
        [.. seconds.Take(5).Select(second => TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(second))).Distinct().Order()]);

    private static string Next(string rule, string after, ScheduleZone zone, TimeSpan? offset)
    {
        var next = Rule(rule).Next(offset is { } shift ? new DateTimeOffset(Parse(after).DateTime, shift) : Parse(after), zone);
        return next is null ? ""
            : offset is { } back ? next.Value.ToOffset(back).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : next.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static ScheduleTiming Rule(string text)
    {
        var (from, until) = ((DateTime?)null, (DateTime?)null);
        if (text.Split(" from ") is [var head, var begin])
            (text, from) = (head, Parse(begin).DateTime);
        if (text.Split(" until ") is [var body, var end])
            (text, until) = (body, Parse(end).DateTime);
        var words = text.Split(' ', 2);
        Recurrence recurrence = (words[0], words[1].Split(' ')) switch
        {
            ("once", [var date, var times]) => new OnceRecurrence(DateOnly.Parse(date, CultureInfo.InvariantCulture), Clock(times)),
            ("daily", [var times]) => new DailyRecurrence(Clock(times)),
            ("weekly", [var days, var times]) => new WeeklyRecurrence(Enum.Parse<Weekdays>(days), Clock(times)),
            _ => new CronRecurrence(Cron(words[1])),
        };
        return new ScheduleTiming(recurrence, from, until);
    }

    private static IReadOnlyList<TimeOnly> Clock(string times) =>
        [.. times.Split(',').Select(time => TimeOnly.Parse(time, CultureInfo.InvariantCulture))];

    private static CronExpression Cron(string text) =>
        CronExpression.TryParse(text, out var cron, out var problem) ? cron : throw new FormatException(problem);

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static ScheduleZone Zone(string name) => new(TimeZoneInfo.FindSystemTimeZoneById(name));
}
