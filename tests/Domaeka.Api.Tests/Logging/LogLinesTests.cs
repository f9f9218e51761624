using System.Diagnostics;
using System.Text.Json;
using Domaeka.Api.Logging;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Logging;

public sealed class LogLinesTests
{
    private static readonly LogEntryView Entry = new(
        new DateTimeOffset(2026, 11, 21, 19, 0, 1, 5, TimeSpan.FromHours(9)),
        LogLevel.Warning,
        "Domaeka.Adapters.Tcp.Sessions.PhoneSession",
        new EventId(2004, "RefusedCore"),
        "Phone 도매까\n2026 crit: [DB] 1 made up\u2028 \u001b[2J on c1 refused",
        [new("Bot", "도매까\n"), new("Limit", 5), new("IsFirst", true), new("Nothing", null), new("{OriginalFormat}", "Phone {Bot}")],
        null);

    [Fact]
    public void Write_Text_IsOneLineWithWordAndId()
    {
        var line = LogLines.Write(Entry, LogFormat.Text);

        Assert.Equal("2026-11-21 19:00:01.005 warn: [CLIENT] 2004 Phone 도매까 2026 crit: [DB] 1 made up   [2J on c1 refused", line);
        Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public void Write_TextWithException_HasItBehindOnTheSameLine()
    {
        var line = LogLines.Write(Entry with { Exception = new IOException("no\r\nspace") }, LogFormat.Text);

        Assert.EndsWith(" System.IO.IOException: no space", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Json_HasEveryFieldByItsName()
    {
        var line = LogLines.Write(Entry with { Exception = new IOException("no space") }, LogFormat.Json);

        Assert.DoesNotContain(line, char.IsControl);
        Assert.Contains("도매까", line, StringComparison.Ordinal);
        var root = JsonDocument.Parse(line).RootElement;
        Assert.Equal(new DateTime(2026, 11, 21, 10, 0, 1, 5, DateTimeKind.Utc), root.GetProperty("timestamp").GetDateTime().ToUniversalTime());
        Assert.Equal("Warning", root.GetProperty("level").GetString());
        Assert.Equal("CLIENT", root.GetProperty("category").GetString());
        Assert.Equal(2004, root.GetProperty("event_id").GetInt32());
        Assert.Equal(Entry.Message, root.GetProperty("message").GetString());
        Assert.Equal("System.IO.IOException: no space", root.GetProperty("exception").GetString());
        var fields = root.GetProperty("fields");
        Assert.Equal("도매까\n", fields.GetProperty("Bot").GetString());
        Assert.Equal(5, fields.GetProperty("Limit").GetInt32());
        Assert.True(fields.GetProperty("IsFirst").GetBoolean());
        Assert.Equal(JsonValueKind.Null, fields.GetProperty("Nothing").ValueKind);
        Assert.False(fields.TryGetProperty("{OriginalFormat}", out _));
        Assert.False(root.TryGetProperty("trace_id", out _));
    }

    [Fact]
    public void Write_JsonWithinASpan_NamesTheTrace()
    {
        using var activity = new Activity("test").Start();

        var root = JsonDocument.Parse(LogLines.Write(Entry, LogFormat.Json)).RootElement;

        Assert.Equal(activity.TraceId.ToHexString(), root.GetProperty("trace_id").GetString());
        Assert.Equal(activity.SpanId.ToHexString(), root.GetProperty("span_id").GetString());
    }

    [Theory]
    [InlineData(LogFormat.Text)]
    [InlineData(LogFormat.Json)]
    public void Write_EndlessText_IsCut(LogFormat format)
    {
        var line = LogLines.Write(Entry with { Message = new string('x', 10_000_000), Fields = [new("Text", new string('y', 10_000_000))] }, format);

        Assert.InRange(line.Length, LogLines.MaxTextLength, (2 * LogLines.MaxTextLength) + 1000);
    }
}
