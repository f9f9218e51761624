namespace Domaeka.Storage.MariaDb;

/// <summary>A transaction may have been committed, and the database cannot be asked yet.</summary>
internal sealed class CommitDoubtException(long number, object? result, Exception inner)
    : Exception("The connection broke while a transaction was committed, and the database does not answer.", inner)
{
    /// <summary>The transaction's number.</summary>
    public long Number => number;

    /// <summary>What the work gave, good if the transaction was committed.</summary>
    public object? Result => result;
}
