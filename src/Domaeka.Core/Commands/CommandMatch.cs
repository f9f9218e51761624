namespace Domaeka.Core.Commands;

/// <summary>A line's command and what stands behind its trigger.</summary>
internal readonly record struct CommandMatch(IChatCommand Command, string Rest);
