namespace Domaeka.Core.Storage;

/// <summary>The database refused what it was given (a constraint, a value it cannot hold): trying again will not help.</summary>
public sealed class StorageRejectedException(string message, Exception? inner = null) : Exception(message, inner);
