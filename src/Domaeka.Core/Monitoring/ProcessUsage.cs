using Domaeka.Core.Processes;

namespace Domaeka.Core.Monitoring;

/// <summary>What this process uses, at one moment.</summary>
public sealed record ProcessUsage
{
    /// <summary>Its name in <c>kb_server_processes</c>.</summary>
    public required string ProcessName { get; init; }

    /// <summary>What it is doing.</summary>
    public required ServerProcessStatus Status { get; init; }

    /// <summary>Share of one core in percent, over the last seconds; several cores make more than 100.</summary>
    public required double CpuPercent { get; init; }

    /// <summary>The most of <see cref="CpuPercent"/> since the start.</summary>
    public required double MaxCpuPercent { get; init; }

    /// <summary>Working set in megabytes.</summary>
    public required double MemoryMegabytes { get; init; }

    /// <summary>The most of <see cref="MemoryMegabytes"/> since the start.</summary>
    public required double MaxMemoryMegabytes { get; init; }
}
