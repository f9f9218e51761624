using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.Protocol.Tests.Support;

namespace Domaeka.Protocol.Tests.Codec;

/// <summary>Tokens on the wire, and that lines without one are what they always were.</summary>
public sealed class SessionTokenTests
{
    private static readonly HandshakeCompleteLine Complete = new(true, true, "승인된 디바이스입니다", "0.1.0");

    private static readonly SessionToken Token = new("x4Tq0r0mW1xk1cYbqYwLQ0c5dXjKqk1b3W9d8y2Zc_A");

    [Fact]
    public void Encode_NoSession_IsTheLineOfOld()
    {
        Assert.Equal(
            """{"event":"handshakeComplete","data":{"success":true,"approved":true,"message":"승인된 디바이스입니다","server_version":"0.1.0"}}""",
            Lines.Encode(Complete, WireDialect.Legacy));
        Assert.Equal(
            """{"event":"handshakeComplete","data":{"success":true,"approved":true,"message":"승인된 디바이스입니다","server_version":"0.1.0","timestamp":"2026-11-20T22:19:42.195Z","timezone":"Asia/Seoul","message_positions":[0,0]}}""",
            Lines.Encode(Complete, WireDialect.V33));
    }

    [Fact]
    public void Encode_Session_StandsBehindTheRest()
    {
        var line = Complete with { Session = new SessionOffer(Token, TimeSpan.FromSeconds(3_599.9)) };

        Assert.Equal(
            """{"event":"handshakeComplete","data":{"success":true,"approved":true,"message":"승인된 디바이스입니다","server_version":"0.1.0","session_token":"x4Tq0r0mW1xk1cYbqYwLQ0c5dXjKqk1b3W9d8y2Zc_A","session_expires_in":3599}}""",
            Lines.Encode(line, WireDialect.Legacy));
        Assert.Equal(
            """{"event":"handshakeComplete","data":{"success":true,"approved":true,"message":"승인된 디바이스입니다","server_version":"0.1.0","session_token":"x4Tq0r0mW1xk1cYbqYwLQ0c5dXjKqk1b3W9d8y2Zc_A","session_expires_in":3599,"timestamp":"2026-11-20T22:19:42.195Z","timezone":"Asia/Seoul","message_positions":[0,0]}}""",
            Lines.Encode(line, WireDialect.V33));
    }

    [Fact]
    public void PhoneEncode_Session_StandsBehindTheCapabilities()
    {
        var handshake = new HandshakeMessage
        {
            BotName = "b",
            DeviceId = "d",
            Version = "3.3.3",
            Capabilities = PhoneCapabilities.SessionToken,
            SessionToken = Token,
        };

        Assert.Equal(
            """{"event":"handshake","data":{"botName":"b","version":"3.3.3","deviceID":"d","capabilities":["session_token"],"session_token":"x4Tq0r0mW1xk1cYbqYwLQ0c5dXjKqk1b3W9d8y2Zc_A","message_positions":[0,0]}}""",
            Lines.PhoneEncode(handshake, WireDialect.V33));
        Assert.Equal(
            """{"botName":"b","version":"3.3.3","deviceID":"d","capabilities":["session_token"],"session_token":"x4Tq0r0mW1xk1cYbqYwLQ0c5dXjKqk1b3W9d8y2Zc_A"}""",
            Lines.PhoneEncode(handshake, WireDialect.Legacy));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("[\"a\"]")]
    [InlineData("{\"a\":\"b\"}")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    public void Decode_WhatCanBeNoToken_CostsNobodyTheHandshake(string value)
    {
        var plain = new HandshakeMessage { BotName = "b", DeviceId = "d" };

        Assert.Equal(plain, Lines.Decode($$"""{"botName":"b","deviceID":"d","session_token":{{value}}}""").Message);
        Assert.Null(((HandshakeCompleteLine)Lines.PhoneDecode(
            $$$"""{"event":"handshakeComplete","data":{"success":true,"session_expires_in":5,"session_token":{{{value}}} }}""", WireDialect.Legacy).Message!).Session);
    }

    [Fact]
    public void Decode_EscapedToken_IsTheSame() => Assert.Equal(
        new SessionToken("a-b"),
        ((HandshakeMessage)Lines.Decode("""{"botName":"b","deviceID":"d","session_token":"\u0061-b"}""").Message!).SessionToken);

    [Fact]
    public void Decode_TwoTokens_IsRefusedLikeAnyKey() => Assert.Equal(
        DecodeError.DuplicateKey, Lines.Decode("""{"botName":"b","deviceID":"d","session_token":"a","session_token":"b"}""").Error);

    [Fact]
    public void ToString_OfWhatCarriesAToken_DoesNotShowIt()
    {
        var handshake = new HandshakeMessage { BotName = "b", DeviceId = "d", SessionToken = Token };
        var line = Complete with { Session = new SessionOffer(Token, TimeSpan.FromHours(1)) };

        Assert.All([Token.ToString(), handshake.ToString(), line.ToString()], text =>
        {
            Assert.Contains("***", text, StringComparison.Ordinal);
            Assert.DoesNotContain(Token.Value, text, StringComparison.Ordinal);
        });
    }
}
