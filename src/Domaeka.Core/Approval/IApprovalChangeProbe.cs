namespace Domaeka.Core.Approval;

/// <summary>Tells cheaply whether the stored devices or rooms may have been edited by somebody else, such as the web admin.</summary>
public interface IApprovalChangeProbe
{
    /// <summary>
    /// Reads an opaque stamp. Two equal stamps promise that nobody but this process changed a device or a room in between;
    /// unequal ones promise nothing.
    /// </summary>
    /// <exception cref="Storage.StorageUnavailableException">The database cannot be reached.</exception>
    Task<string> ReadStampAsync(CancellationToken cancellationToken);
}
