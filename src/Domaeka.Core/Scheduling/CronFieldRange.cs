namespace Domaeka.Core.Scheduling;

/// <summary>What a field of a cron expression may hold.</summary>
/// <param name="Name">Its name, for error texts.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Names">Names of the values from <paramref name="Minimum"/> on; empty when they have none.</param>
internal sealed record CronFieldRange(string Name, int Minimum, int Maximum, IReadOnlyList<string> Names);
