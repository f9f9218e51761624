using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Hostile;

/// <summary>Lines of real phones, in both dialects and freshly signed, and what becomes of them when somebody changes them at random.</summary>
internal sealed class HostileLines(int seed)
{
    private static readonly string[] Versions = ["3.3.3", "3.2.1", "3.2.0"];
    private static readonly string[] Numbers = ["0", "-1", "1e999", "-0.0", "18446744073709551616", "99999999999999999999999999", "NaN", "null", "true", "[]", "{}"];
    private static readonly byte[][] Scraps =
    [
        [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0x00], [0x1b], "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(),
        "\""u8.ToArray(), "\\"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "]]"u8.ToArray(), ","u8.ToArray(), "\r"u8.ToArray(),
        "\"auth\":{},"u8.ToArray(), "\"event\":\"pong\","u8.ToArray(), "MEDIA_URL:"u8.ToArray(), "|||"u8.ToArray(),
    ];

    private readonly Random _random = new(seed);
    private readonly List<byte> _line = [];
    private readonly ArrayBufferWriter<byte> _batch = new();
    private byte[][] _genuine = [];
    private int _sinceSigned;

    /// <summary>A handshake that nobody has changed, line end included.</summary>
    public byte[] Handshake { get; } = [.. Sign()[0], (byte)'\n'];

    /// <summary>Some changed lines, each with its end. Valid until the next call.</summary>
    public (ReadOnlyMemory<byte> Lines, int Count) NextBatch(int most)
    {
        _batch.ResetWrittenCount();
        var count = _random.Next(1, most + 1);
        for (var i = 0; i < count; i++)
            AppendNext();
        return (_batch.WrittenMemory, count);
    }

    private void AppendNext()
    {
        // Signatures hold for minutes; a million lines take longer.
        if (_sinceSigned++ % 20_000 == 0)
            _genuine = Sign();

        _line.Clear();
        _line.AddRange(_genuine[_random.Next(_genuine.Length)]);
        for (var changes = _random.Next(1, 4); changes > 0 && _line.Count > 0; changes--)
            Change();
        _line.Add((byte)'\n');
        _batch.Write(CollectionsMarshal.AsSpan(_line));
    }

    private static byte[][] Sign()
    {
        var lines = new List<byte[]>();
        foreach (var version in Versions)
        {
            var script = new PhoneScript(
                new PhoneProfile { BotName = "성가신 봇", DeviceId = $"hostile-{version}", Version = version }, TimeProvider.System);
            lines.Add(Encode(script, script.Handshake()));
            lines.Add(Encode(script, script.Chat("어느 방", "# echo 안녕하세요 👋", "18446369739418675", "홍길동", "3380000000000000001")));
            lines.Add(Encode(script, script.Chat("어느 방", "줄이 긴 말 ".PadRight(3_000, '가'), null, "홍길동", null)));
            lines.Add(Encode(script, script.PingReply("638000000000000000")));
        }

        return [.. lines];
    }

    private static byte[] Encode(PhoneScript script, InboundMessage message)
    {
        var line = new ArrayBufferWriter<byte>();
        Assert.Equal(EncodeResult.Written, new PhoneEncoder(script.Profile.Dialect).Encode(message, line));
        return line.WrittenSpan[..^1].ToArray();
    }

    private void Change()
    {
        var at = _random.Next(_line.Count);
        var length = Math.Min(_random.Next(1, 40), _line.Count - at);
        switch (_random.Next(10))
        {
            case 0:
                _line[at] = (byte)_random.Next(256);
                break;
            case 1:
                _line[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 2:
                _line.RemoveRange(at, length);
                break;
            case 3:
                _line.InsertRange(_random.Next(_line.Count), _line.GetRange(at, length));
                break;
            case 4:
                _line.InsertRange(at, Scraps[_random.Next(Scraps.Length)]);
                break;
            case 5:
                _line.RemoveRange(at, _line.Count - at);
                break;
            case 6:
                _line.InsertRange(at, Encoding.ASCII.GetBytes(Numbers[_random.Next(Numbers.Length)]));
                break;
            case 7:
                ChangeValue();
                break;
            case 8:
                _line.InsertRange(at, Enumerable.Repeat((byte)(_random.Next(2) == 0 ? '[' : '{'), _random.Next(1, 500)));
                break;
            default:
                _line.InsertRange(at, _genuine[_random.Next(_genuine.Length)]);
                break;
        }
    }

    /// <summary>Puts something else in the place of what stands behind a colon.</summary>
    private void ChangeValue()
    {
        var colon = _line.IndexOf((byte)':', _random.Next(_line.Count));
        if (colon < 0)
            return;
        var end = _line.FindIndex(colon, static value => value is (byte)',' or (byte)'}');
        if (end < 0)
            return;
        _line.RemoveRange(colon + 1, end - colon - 1);
        _line.InsertRange(colon + 1, _random.Next(3) == 0
            ? Encoding.UTF8.GetBytes($"\"{new string('나', _random.Next(5_000))}\"")
            : Encoding.ASCII.GetBytes(Numbers[_random.Next(Numbers.Length)]));
    }
}
