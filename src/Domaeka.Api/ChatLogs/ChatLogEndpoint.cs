using Domaeka.Core.Chat;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.Api.ChatLogs;

/// <summary>Serves <see cref="ChatLogService"/>.</summary>
internal sealed class ChatLogEndpoint(IChatLogStore store) : ChatLogService.ChatLogServiceBase
{
    /// <inheritdoc/>
    public override async Task<ListChatLogsResponse> ListChatLogs(ListChatLogsRequest request, ServerCallContext context) =>
        ChatLogPages.Render(request, await store.ListAsync(ChatLogPages.ToQuery(request), context.CancellationToken));
}
