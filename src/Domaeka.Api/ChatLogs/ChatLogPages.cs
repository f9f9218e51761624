using System.Globalization;
using Domaeka.Api.Paging;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Chat;
using Domaeka.V1;

namespace Domaeka.Api.ChatLogs;

/// <summary>Pages of chat lines, newest first.</summary>
internal static class ChatLogPages
{
    /// <summary>Longest sender that is looked for, in characters: what the column in the field holds.</summary>
    public const int MaxSenderLength = 100;

    /// <summary>Longest text that is looked for, in characters.</summary>
    public const int MaxTextLength = 1_000;

    /// <summary>What to ask the store for.</summary>
    public static ChatLogQuery ToQuery(ListChatLogsRequest request)
    {
        var room = request.Room.Length == 0 ? default : ResourceNames.ParseRoom(request.Room);
        return new ChatLogQuery
        {
            BotName = room.BotName ?? OrNull(request.Bot),
            ChannelId = room.ChannelId,
            Sender = OrNull(request.Sender),
            Text = OrNull(request.Text),
            IsOurBotResponse = request.Origin switch
            {
                ChatLogOrigin.Own => true,
                ChatLogOrigin.Others => false,
                _ => null,
            },
            From = Timestamps.Read(request.ServerTimeFrom),
            Before = Timestamps.Read(request.ServerTimeBefore),
            BeforeId = TryReadToken(request, out var id) ? id : null,
            Limit = PageSize.Resolve(request.PageSize),
        };
    }

    /// <summary>Reads the page token; false when there is none, or none of this listing.</summary>
    public static bool TryReadToken(ListChatLogsRequest request, out long id)
    {
        id = 0;
        return PageToken.TryRead(request.PageToken, ListFilters.Of(request), ListFilters.ChatLogKeyParts, out var position)
            && long.TryParse(position[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);
    }

    /// <summary>The page of what the store gave.</summary>
    public static ListChatLogsResponse Render(ListChatLogsRequest request, ChatLogPage page)
    {
        var response = new ListChatLogsResponse { ChatLogs = { page.Lines.Select(line => line.ToProto()) } };
        if (page.NextBeforeId is { } next)
            response.NextPageToken = PageToken.Write(ListFilters.Of(request), [next.ToString(CultureInfo.InvariantCulture)]);
        return response;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
