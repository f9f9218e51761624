using Domaeka.Core.Monitoring;

namespace Domaeka.Core.Tests.Monitoring;

/// <summary>A machine whose figures the test sets; the last ones stay.</summary>
internal sealed class PlayedMachine : IMachineProbe
{
    private readonly Queue<MachineReading> _readings = new([new MachineReading()]);

    /// <summary>The directories that were asked about.</summary>
    public List<string> Asked { get; } = [];

    public void Play(params MachineReading[] readings)
    {
        _readings.Clear();
        foreach (var reading in readings)
            _readings.Enqueue(reading);
    }

    public MachineReading Read(string directory)
    {
        Asked.Add(directory);
        return _readings.Count > 1 ? _readings.Dequeue() : _readings.Peek();
    }
}
