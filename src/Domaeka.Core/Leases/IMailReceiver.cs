namespace Domaeka.Core.Leases;

/// <summary>Deals with mail of some kinds. Each kind has one receiver.</summary>
internal interface IMailReceiver
{
    /// <summary>Which kinds.</summary>
    IReadOnlyCollection<MailKind> Kinds { get; }

    /// <summary>
    /// Deals with it, quickly: the mail behind it waits. It may come twice when the process could not throw it away.
    /// </summary>
    /// <exception cref="Storage.StorageUnavailableException">It is to be brought again later.</exception>
    Task ReceiveAsync(Mail mail, CancellationToken cancellationToken);
}
