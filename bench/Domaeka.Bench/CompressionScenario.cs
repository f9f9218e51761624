using System.Buffers;
using System.IO.Compression;
using System.Text;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Compression;
using Domaeka.Protocol.Messages;

namespace Domaeka.Bench;

/// <summary>What compressing a line saves and costs, in this process: the server's own code, without server and sockets.</summary>
internal static class CompressionScenario
{
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);
    private static readonly string[] Pictures = [".jpg", ".jpeg", ".png", ".webp", ".gif"];

    public static Task RunAsync(BenchOptions options)
    {
        Console.WriteLine();
        Console.WriteLine("compression: lines of 1 KiB and more, where it saves 10 %; processor time of encoding and compressing one line, and of encoding it alone");
        Console.WriteLine();
        Console.WriteLine("| content | dialect | level | line, bytes | sent, bytes | saved | CPU µs | as it is, µs |");
        Console.WriteLine("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, line) in Contents(options.Files))
        {
            foreach (var dialect in new[] { WireDialect.V33, WireDialect.Legacy })
            {
                foreach (var level in new[] { CompressionLevel.Fastest, CompressionLevel.Optimal, CompressionLevel.SmallestSize })
                    Measure(name, line, dialect, level);
            }
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<(string Name, OutboundLine Line)> Contents(IReadOnlyList<string> files)
    {
        yield return ("list of goods, 10,000 characters", Text(GoodsList(10_000)));
        yield return ("list of goods, 60,000 characters", Text(GoodsList(60_000)));
        foreach (var file in files)
        {
            yield return Pictures.Contains(Path.GetExtension(file).ToLowerInvariant())
                ? (Path.GetFileName(file), Picture(File.ReadAllBytes(file)))
                : (Path.GetFileName(file), Text(File.ReadAllText(file)));
        }

        var random = new byte[500_000];
        new Random(1).NextBytes(random);
        yield return ("picture of 500,000 random bytes", Picture(random));
    }

    /// <summary>What a shop posts: names, prices and amounts that differ from line to line.</summary>
    private static string GoodsList(int length)
    {
        string[] places = ["제주", "나주", "청송", "영동", "상주", "해남", "고흥", "의성", "논산", "성주"];
        string[] goods = ["감귤", "배", "사과", "포도", "곶감", "고구마", "유자", "마늘", "딸기", "참외", "한라봉", "복숭아"];
        string[] remarks = ["당일 발송", "오늘 저녁 7시 마감", "선착순 50박스", "무료 배송", "못난이 특가", "제철 한정", "냉장 배송"];
        var random = new Random(7);
        var text = new StringBuilder();
        for (var number = 1; text.Length < length; number++)
        {
            text.Append(number).Append(". ").Append(places[random.Next(places.Length)]).Append(' ').Append(goods[random.Next(goods.Length)])
                .Append(' ').Append(random.Next(1, 11)).Append("kg ").Append(random.Next(59, 499) * 100).Append("원, ")
                .Append(remarks[random.Next(remarks.Length)]).Append('\n');
        }

        return text.ToString(0, length);
    }

    private static TextLine Text(string text) => new("공동구매방", "18446369739418675", "testbot", text);

    private static MediaLine Picture(byte[] data) =>
        new() { Room = "공동구매방", ChannelId = "18446369739418675", BotName = "testbot", Items = [MediaItem.FromData(data)] };

    private static void Measure(string name, OutboundLine line, WireDialect dialect, CompressionLevel level)
    {
        var encoder = new OutboundEncoder();
        var compressor = new LineCompressor(1_024, 0.1, level);
        var output = new ArrayBufferWriter<byte>(1024 * 1024);
        encoder.Encode(line, dialect, DateTimeOffset.UnixEpoch, output);
        var plain = output.WrittenCount;
        output.ResetWrittenCount();
        compressor.Encode(encoder, line, dialect, DateTimeOffset.UnixEpoch, output);
        var sent = output.WrittenCount;

        var compressing = CpuPerCall(() =>
        {
            output.ResetWrittenCount();
            compressor.Encode(encoder, line, dialect, DateTimeOffset.UnixEpoch, output);
        });
        var encoding = CpuPerCall(() =>
        {
            output.ResetWrittenCount();
            encoder.Encode(line, dialect, DateTimeOffset.UnixEpoch, output);
        });
        Console.WriteLine(
            $"| {name} | {dialect} | {level} | {plain:n0} | {sent:n0} | {1 - (sent / (double)plain):p0} | {compressing:n0} | {encoding:n0} |");
    }

    private static double CpuPerCall(Action call)
    {
        for (var i = 0; i < 20; i++)
            call();
        var before = Environment.CpuUsage.TotalTime;
        var calls = 0;
        while (Environment.CpuUsage.TotalTime - before < Each)
        {
            for (var i = 0; i < 20; i++)
                call();
            calls += 20;
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / calls;
    }
}
