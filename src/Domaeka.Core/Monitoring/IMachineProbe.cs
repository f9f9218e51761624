namespace Domaeka.Core.Monitoring;

/// <summary>Looks at the machine.</summary>
internal interface IMachineProbe
{
    /// <summary>What can be known now. What cannot is null; throws nothing.</summary>
    /// <param name="directory">Whose file system is meant.</param>
    MachineReading Read(string directory);
}
