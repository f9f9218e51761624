namespace Domaeka.Core.Devices;

/// <summary>How registering a device ended.</summary>
public enum DeviceRegistrationOutcome
{
    /// <summary>It had a row already.</summary>
    Known,

    /// <summary>A <c>pending</c> row was added.</summary>
    Added,

    /// <summary>Bot name or device id is empty, too long or holds control characters.</summary>
    InvalidKey,

    /// <summary>So many devices wait for approval that no further one is taken in.</summary>
    TooManyPending,

    /// <summary>The device is unknown and the database does not answer.</summary>
    StorageUnavailable,
}
