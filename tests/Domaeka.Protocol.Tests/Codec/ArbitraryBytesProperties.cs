using System.Text;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Captures;
using Domaeka.Protocol.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Protocol.Tests.Codec;

/// <summary>No bytes make a decoder throw: any exception fails the property.</summary>
public sealed class ArbitraryBytesProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    private static readonly byte[][] Recorded =
        [.. Capture.Read("c2s").Concat(Capture.Read("s2c")).Select(capture => Encoding.UTF8.GetBytes(capture.Line))];

    private static readonly Gen<byte> AnyByte = from value in Gen.Choose(0, 255) select (byte)value;

    // Bytes that mean something to the parser turn up often, so that mutations get past the first check.
    private static readonly Gen<byte> TellingByte =
        Gen.OneOf(AnyByte, Gen.Elements("{}[]\",:\\u0-9.eE|= \0\r"u8.ToArray()));

    private static readonly Gen<byte[]> Mutated =
        from line in Gen.Elements(Recorded)
        from at in Gen.Choose(0, line.Length - 1).ArrayOf(3)
        from value in TellingByte.ArrayOf(3)
        from cut in Gen.Choose(0, 3)
        select Mutate(line, at, value, cut);

    [Fact]
    public void Decode_AnyBytes_IsAResult() => CheckAll(AnyByte.ArrayOf());

    [Fact]
    public void Decode_AnyJsonLikeBytes_IsAResult() => CheckAll(TellingByte.ArrayOf());

    [Fact]
    public void Decode_MutatedRecordings_IsAResult() => CheckAll(Mutated);

    private static void CheckAll(Gen<byte[]> lines) =>
        Prop.ForAll(lines.ToArbitrary(), line =>
        {
            AssertResult(new InboundDecoder().Decode(line));
            AssertResult(new InboundDecoder().Decode(Lines.Cut(line, 5)));
            AssertResult(new PhoneDecoder(WireDialect.Legacy).Decode(line));
            AssertResult(new PhoneDecoder(WireDialect.V33).Decode(line));
        }).Check(Thorough);

    private static void AssertResult<T>(DecodeResult<T> result)
        where T : class
    {
        Assert.Equal(result.IsSuccess, result.Error == DecodeError.None);
        if (result.Message is ChatMessage { MessageType: ChatMessage.TextType } chat)
            Assert.InRange(chat.Text.Length, 0, WireLimits.MaxTextUnits);
    }

    private static byte[] Mutate(byte[] line, int[] at, byte[] value, int cut)
    {
        var copy = line.ToArray();
        for (var i = 0; i < at.Length; i++)
            copy[at[i]] = value[i];

        return cut switch
        {
            1 => copy[..at[0]],
            2 => [.. copy[..at[0]], .. copy[at[1]..]],
            _ => copy,
        };
    }
}
