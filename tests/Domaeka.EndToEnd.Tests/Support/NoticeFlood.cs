using Domaeka.TestKit;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>More notices for one room than its phone takes.</summary>
/// <param name="server">The server.</param>
/// <param name="bot">The room's bot.</param>
/// <param name="channel">The room's id.</param>
/// <param name="length">Length of each notice in characters.</param>
internal sealed class NoticeFlood(DomaekaServer server, string bot, string channel, int length)
{
    private const int AtOnce = 100;

    private readonly List<Task<SendMessageResponse>> _notices = [];

    /// <summary>The calls that have no answer yet.</summary>
    public Task<SendMessageResponse>[] Waiting => [.. _notices.Where(notice => !notice.IsCompleted)];

    /// <summary>The calls that were refused.</summary>
    public Task<SendMessageResponse>[] Refused => [.. _notices.Where(notice => notice.IsFaulted)];

    /// <summary>How many calls were made.</summary>
    public int Count => _notices.Count;

    /// <summary>
    /// Sends until nothing moves any more: in the time of <paramref name="something"/> not one of those that wait was written, although
    /// the queue behind the phone's socket is full.
    /// </summary>
    public async Task FillAsync(Func<Task> something)
    {
        await Eventually.TrueAsync(async () =>
        {
            var round = Enumerable.Range(0, AtOnce).Select(_ => SendAsync()).ToArray();
            _notices.AddRange(round);

            // A full queue refuses, and refuses at once.
            await Eventually.TrueAsync(() => round.Any(notice => notice.IsFaulted) || round.All(notice => notice.IsCompleted));
            await something();
            var waiting = Waiting;
            await something();
            return waiting.Length > 0 && waiting.All(notice => !notice.IsCompleted);
        });
        await Eventually.TrueAsync(() => Refused.Length > 0);
    }

    /// <summary>Waits until each call has its answer.</summary>
    public Task SettleAsync() => Eventually.TrueAsync(() => _notices.All(notice => notice.IsCompleted));

    private Task<SendMessageResponse> SendAsync() => server.Shop.Messages.SendMessageAsync(
        new SendMessageRequest { Room = Shop.RoomName(bot, channel), Text = new string('가', length) }).ResponseAsync;
}
