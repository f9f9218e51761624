namespace Domaeka.Core.Retention;

/// <summary>Deletes one kind of what is no longer kept.</summary>
internal interface IPurge
{
    /// <summary>What it deletes, for the log.</summary>
    string What { get; }

    /// <summary>Deletes all of it that is due, in batches of the run.</summary>
    Task RunAsync(PurgeRun run, CancellationToken cancellationToken);
}
