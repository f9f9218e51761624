namespace Domaeka.Core.Leases;

/// <summary>An instance that holds its lease: one run of a server process on this database.</summary>
/// <param name="Instance">Its number, given by the database and never again: a later instance has a greater one.</param>
/// <param name="ProcessName">The name of the process.</param>
public sealed record LeaseHolder(long Instance, string ProcessName);
