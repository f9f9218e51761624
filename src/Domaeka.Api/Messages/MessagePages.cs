using System.Globalization;
using Domaeka.Api.Paging;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Outbox;
using Domaeka.V1;

namespace Domaeka.Api.Messages;

/// <summary>Pages of messages, newest first.</summary>
internal static class MessagePages
{
    /// <summary>How many messages the page may hold.</summary>
    public static int SizeOf(ListMessagesRequest request) => WithParts(request)
        ? Math.Min(PageSize.Resolve(request.PageSize), MessageLimits.MaxFullPageSize)
        : PageSize.Resolve(request.PageSize);

    /// <summary>True when the page brings the parts.</summary>
    public static bool WithParts(ListMessagesRequest request) => request.View == MessageView.Full;

    /// <summary>What to ask the store for.</summary>
    public static OutboxQuery ToQuery(ListMessagesRequest request)
    {
        var room = request.Room.Length == 0 ? default : ResourceNames.ParseRoom(request.Room);
        return new OutboxQuery
        {
            BotName = room.BotName ?? (request.Bot.Length == 0 ? null : request.Bot),
            ChannelId = room.ChannelId,
            State = request.State.ToFilter(),
            ScheduleId = request.Schedule.Length == 0 ? null : ResourceNames.ParseSchedule(request.Schedule),
            CreatedFrom = Timestamps.Read(request.CreateTimeFrom),
            CreatedBefore = Timestamps.Read(request.CreateTimeBefore),
            BeforeSequence = TryReadToken(request, out var sequence) ? sequence : null,
            WithContents = WithParts(request),
            Limit = PageSize.ToLimit(SizeOf(request)),
        };
    }

    /// <summary>Reads the page token; false when there is none, or none of this listing.</summary>
    public static bool TryReadToken(ListMessagesRequest request, out long sequence)
    {
        sequence = 0;
        return PageToken.TryRead(request.PageToken, ListFilters.Of(request), ListFilters.MessageKeyParts, out var position)
            && long.TryParse(position[0], NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }

    /// <summary>The page of what the store gave.</summary>
    public static ListMessagesResponse Render(ListMessagesRequest request, IReadOnlyList<OutboxMessage> rows)
    {
        var (page, more) = PageSize.Cut(rows, SizeOf(request));
        var withParts = WithParts(request);
        var response = new ListMessagesResponse();
        var length = 0;
        for (var i = 0; i < page.Count; i++)
        {
            // A page of the longest texts would be more than clients take at a time.
            if (withParts && length >= MessageLimits.FullPageLength)
            {
                more = true;
                break;
            }

            response.Messages.Add(page[i].ToProto(withParts));
            length += page[i].Parts.Sum(MessageContent.LengthOf);
        }

        if (more)
        {
            var last = page[response.Messages.Count - 1].Header.Sequence.ToString(CultureInfo.InvariantCulture);
            response.NextPageToken = PageToken.Write(ListFilters.Of(request), [last]);
        }

        return response;
    }
}
