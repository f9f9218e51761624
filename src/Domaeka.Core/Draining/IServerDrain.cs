namespace Domaeka.Core.Draining;

/// <summary>
/// Empties this process of its phones: all at once, to come back later (<see cref="DrainAsync"/>), or a few per second, to go on with another
/// server (<see cref="MigrateAsync"/>). New phones are not let in meanwhile, and afterwards until the drain is cancelled or the process starts anew.
/// </summary>
public interface IServerDrain
{
    /// <summary>How far it has come. Cheap.</summary>
    DrainProgress Progress { get; }

    /// <summary>
    /// Tells every phone to come back later and closes its connection, behind what is under way; completes when all are closed. Takes the place of a
    /// migration: those of its phones that are still there are told to leave at once.
    /// </summary>
    /// <param name="reconnectAfter">When they should come back.</param>
    /// <param name="cancellationToken">Ends the waiting; the drain goes on.</param>
    /// <returns>How many connections were told; 0 when the drain was cancelled before.</returns>
    Task<int> DrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken);

    /// <summary>
    /// Begins to tell the phones to go on with another server, and does not wait for the end of it. They are served until they leave, and closed if
    /// they do not (<see cref="MigrationOptions"/>). New phones are told the same, and to go at once.
    /// </summary>
    /// <param name="order">Where to, and how fast.</param>
    /// <param name="validateOnly">True: says what would be, and changes nothing.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<MigrationOutcome> MigrateAsync(MigrationOrder order, bool validateOnly, CancellationToken cancellationToken);

    /// <summary>
    /// Lets phones in again. Nobody else is told to leave, and nobody is closed for having stayed; what phones were told cannot be taken back.
    /// </summary>
    /// <param name="validateOnly">True: says what would be, and changes nothing.</param>
    CancelDrainOutcome Cancel(bool validateOnly);
}
