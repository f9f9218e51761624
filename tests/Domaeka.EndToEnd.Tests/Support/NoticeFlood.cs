using Domaeka.TestKit;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Many notices for one room, each with a text of its own; all of them accepted.</summary>
/// <param name="bot">The room's bot.</param>
/// <param name="channel">The room's id.</param>
/// <param name="length">Length of each notice in characters.</param>
internal sealed class NoticeFlood(string bot, string channel, int length)
{
    private const int AtOnce = 50;

    private readonly Dictionary<string, NoticeAsked> _accepted = [];
    private readonly List<string> _texts = [];

    /// <summary>The notices by their ids.</summary>
    public IReadOnlyDictionary<string, NoticeAsked> Accepted => _accepted;

    /// <summary>Their texts, in the order in which they were sent.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Sends so many more. Every fifth is not to be written again when in doubt.</summary>
    public async Task SendAsync(DomaekaServer server, int count)
    {
        for (var end = _texts.Count + count; _texts.Count < end;)
        {
            var asked = Enumerable.Range(_texts.Count, Math.Min(AtOnce, end - _texts.Count)).Select(Ask).ToArray();
            var batch = new BatchSendMessagesRequest { Requests = { asked.Select(ToRequest) } };
            var answer = await server.Shop.Messages.BatchSendMessagesAsync(batch).ResponseAsync.DefaultTimeout();
            foreach (var (notice, result) in asked.Zip(answer.Results))
            {
                _accepted.Add(Shop.IdOf(result.Message), notice);
                _texts.Add(notice.Text);
            }
        }
    }

    /// <summary>Sends one more.</summary>
    public async Task<Message> SendOneAsync(DomaekaServer server)
    {
        var asked = Ask(_texts.Count);
        var message = await server.Shop.SendAsync(ToRequest(asked));
        _accepted.Add(Shop.IdOf(message), asked);
        _texts.Add(asked.Text);
        return message;
    }

    /// <summary>All of them, as the server tells of them.</summary>
    public async Task<List<Message>> ListAsync(DomaekaServer server)
    {
        var messages = new List<Message>();
        var request = new ListMessagesRequest { Room = Shop.RoomName(bot, channel), PageSize = 1_000 };
        do
        {
            var page = await server.Shop.Messages.ListMessagesAsync(request).ResponseAsync.DefaultTimeout();
            messages.AddRange(page.Messages);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return messages;
    }

    private NoticeAsked Ask(int number) => new($"{channel} 공지 {number} ".PadRight(length, 'x'), AtMostOnce: number % 5 == 4);

    private SendMessageRequest ToRequest(NoticeAsked asked) => new()
    {
        Room = Shop.RoomName(bot, channel),
        Text = asked.Text,
        Redelivery = asked.AtMostOnce ? Redelivery.AtMostOnce : Redelivery.AtLeastOnce,
    };
}
