using Domaeka.Protocol.Messages;
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
}
