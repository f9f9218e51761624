using System.Globalization;

namespace Domaeka.Bench;

/// <summary>When each notice came to a phone's socket. Notices are known by a number in their text. Thread-safe.</summary>
internal sealed class NoticeArrivals(int capacity)
{
    private const string Sign = "#n";

    private readonly long[] _at = new long[capacity];
    private int _count;

    /// <summary>How many notices have come; one that comes twice counts once.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A text of about the length of a usual notice, with the number in it.</summary>
    public static string TextOf(int number) =>
        $"오늘 공구 안내드립니다. 제주 감귤 5kg 한 박스 15,900원, 주문은 오후 6시까지 댓글로 남겨 주세요. {Sign}{number};";

    /// <summary>When it came, as a time stamp of <see cref="System.Diagnostics.Stopwatch"/>; 0 when it has not.</summary>
    public long AtOf(int number) => Volatile.Read(ref _at[number]);

    public void Mark(string text, long now)
    {
        var start = text.LastIndexOf(Sign, StringComparison.Ordinal) + Sign.Length;
        var number = int.Parse(text.AsSpan(start, text.Length - start - 1), CultureInfo.InvariantCulture);
        if (Interlocked.CompareExchange(ref _at[number], now, 0) == 0)
            Interlocked.Increment(ref _count);
        else
            Console.Error.WriteLine($"Notice {number} came twice.");
    }

    /// <summary>Waits until so many have come. False when they have not within the time.</summary>
    public async Task<bool> WaitAsync(int count, TimeSpan patience)
    {
        for (var waited = TimeSpan.Zero; Count < count && waited < patience; waited += TimeSpan.FromMilliseconds(20))
            await Task.Delay(20);
        return Count >= count;
    }
}
