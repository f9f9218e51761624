using Domaeka.Core.Connections;

namespace Domaeka.Core.Chat;

/// <summary>The way of a chat line inside Core: duplicate check, approval gate, chat log, command router, room lane.</summary>
public interface IChatPipeline
{
    /// <summary>
    /// Takes a line in. Completes when the server is ready for the phone's next line: awaiting it is the back-pressure that
    /// reaches the phone's socket. It does not wait for the answer, except in <see cref="Dispatch.DispatchMode.Direct"/>.
    /// </summary>
    ValueTask<ChatOutcome> ReceiveAsync(IPhoneConnection connection, ChatLine line, CancellationToken cancellationToken);
}
