namespace Domaeka.Core.Outbox;

/// <summary>One change of the outbox: <see cref="OutboxInsert"/> or <see cref="OutboxUpdate"/>.</summary>
public abstract record OutboxWrite
{
    private protected OutboxWrite()
    {
    }
}
