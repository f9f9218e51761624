namespace Domaeka.Storage;

/// <summary>
/// The database could not be brought to the layout that this program needs, so the host does not start. The message says
/// which database and what to do; nothing was changed.
/// </summary>
public sealed class StorageMigrationException(string message, Exception? inner = null) : Exception(message, inner);
