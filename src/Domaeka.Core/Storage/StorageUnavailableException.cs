namespace Domaeka.Core.Storage;

/// <summary>The database cannot be reached, is locked for too long or has no space: trying again later may help.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
