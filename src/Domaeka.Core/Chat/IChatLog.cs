namespace Domaeka.Core.Chat;

/// <summary>Brings chat lines to the database in groups.</summary>
public interface IChatLog
{
    /// <summary>How many entries wait for their commit.</summary>
    int Backlog { get; }

    /// <summary>Takes an entry in, waiting while too many wait already. It is committed later; the ticket tells when.</summary>
    ValueTask<ChatLogTicket> AppendAsync(ChatLogEntry entry, CancellationToken cancellationToken);
}
