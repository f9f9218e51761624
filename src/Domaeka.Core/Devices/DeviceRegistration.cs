namespace Domaeka.Core.Devices;

/// <summary>What became of a device that introduced itself.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Device">The row; null unless the outcome is <see cref="DeviceRegistrationOutcome.Known"/> or <see cref="DeviceRegistrationOutcome.Added"/>.</param>
public readonly record struct DeviceRegistration(DeviceRegistrationOutcome Outcome, Device? Device);
