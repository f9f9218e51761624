using Domaeka.Api.Logging;

namespace Domaeka.Api.Tests.Logging;

public sealed class LogWordsTests
{
    [Fact]
    public void EventIds_OfAllAssemblies_AreUnique()
    {
        Assert.True(LogEvents.All.Count > 150);
        Assert.DoesNotContain(LogEvents.All.CountBy(message => message.Id), count => count.Value > 1);
    }

    [Fact]
    public void Find_EveryEvent_HasAWord() =>
        Assert.DoesNotContain(LogEvents.All, message => LogWords.Find(message.Id) is null);

    [Theory]
    [InlineData("Domaeka.Adapters.Tcp.Sessions.PhoneSession", 2003, "CLIENT")]
    [InlineData("Domaeka.Adapters.Tcp.Liveness.PingMonitor", 2020, "PING")]
    [InlineData("Domaeka.Core.Chat.ChatLog", 1200, "DB")]
    [InlineData("Domaeka.Api.Hosting.DomaekaHost", 5000, "STARTUP")]
    [InlineData("Domaeka.Api.Hosting.DomaekaHost", 5003, "SHUTDOWN")]
    [InlineData("Domaeka.Adapters.Tcp.Sessions.PhoneServices", 2000, "CONFIG")]
    [InlineData("Domaeka.Core.Commands.CommandRunner", 1300, "MSG")]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", 2003, "SERVER")]
    public void Of_Event_IsTheOldWord(string category, int id, string word) =>
        Assert.Equal(word, LogWords.TextOf(LogWords.Of(category, id, null)));

    [Theory]
    [InlineData("# echo", "ECHO")]
    [InlineData("# help", "MSG")]
    public void Of_EventOfACommand_KnowsEcho(string command, string word)
    {
        KeyValuePair<string, object?>[] fields = [new("Timeout", TimeSpan.Zero), new("Command", command)];

        Assert.Equal(word, LogWords.TextOf(LogWords.Of("Domaeka.Core.Commands.CommandRunner", 1300, fields)));
    }
}
