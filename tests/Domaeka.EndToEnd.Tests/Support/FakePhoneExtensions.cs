using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>What phones do in several tests.</summary>
internal static class FakePhoneExtensions
{
    /// <summary>Asks and waits for the answer, again and again.</summary>
    public static async Task AskAsync(this FakePhone phone, string room, string channel, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await phone.SayAsync(room, $"# echo {i}", channel);
            Assert.Equal($"에코: {i}", (await phone.NextAsync<TextLine>()).Text);
        }
    }

    /// <summary>Asks until it is answered: what was approved at another process is felt here a little later.</summary>
    public static async Task AskUntilAnsweredAsync(this FakePhone phone, string room, string channel)
    {
        var answer = phone.NextAsync<TextLine>();
        await Eventually.TrueAsync(async () =>
        {
            if (!answer.IsCompleted)
                await phone.SayAsync(room, "# echo 누구", channel);
            return answer.IsCompleted;
        });

        // It may have asked more often than it was heard.
        await phone.SayAsync(room, "# echo 끝", channel);
        for (var text = (await answer).Text; text != "에코: 끝"; text = (await phone.NextAsync<TextLine>()).Text)
            Assert.Equal("에코: 누구", text);
    }
}
