namespace Domaeka.Core.Outbox;

/// <summary>One change of the outbox: <see cref="OutboxInsert"/>, <see cref="OutboxUpdate"/> or <see cref="OutboxHandover"/>.</summary>
public abstract record OutboxWrite
{
    private protected OutboxWrite()
    {
    }
}
