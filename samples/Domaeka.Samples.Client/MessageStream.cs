using Domaeka.V1;

namespace Domaeka.Samples.Client;

/// <summary>Watches messages, and goes on from the last resume token when the link to the server breaks.</summary>
public static class MessageStream
{
    /// <inheritdoc cref="ResumingStream.ReadAsync"/>
    public static IAsyncEnumerable<WatchMessagesResponse> ReadAsync(Session session, WatchMessagesRequest request) => ResumingStream.ReadAsync(
        token =>
        {
            request.ResumeToken = token;
            return session.Messages.WatchMessages(request, session.Stream);
        },
        response => response.ResumeToken,
        request.ResumeToken);
}
