namespace Domaeka.Storage;

/// <summary>How far a committed change has got when the store says that it is stored.</summary>
public enum StorageSynchronous
{
    /// <summary>
    /// In the operating system: survives <c>kill -9</c> of the server, but a power cut or a kernel crash may take the newest
    /// commits (never the consistency of the database).
    /// </summary>
    Normal,

    /// <summary>On the disk: survives a power cut too. Costs one flush of the disk for each transaction.</summary>
    Full,
}
