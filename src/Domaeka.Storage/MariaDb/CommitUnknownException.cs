namespace Domaeka.Storage.MariaDb;

/// <summary>The connection broke while a transaction was committed: it may be stored or not.</summary>
internal sealed class CommitUnknownException(Exception inner) : Exception("The connection broke while a transaction was committed.", inner)
{
    /// <summary>What the work gave, good if the transaction was committed.</summary>
    public object? Result { get; init; }
}
