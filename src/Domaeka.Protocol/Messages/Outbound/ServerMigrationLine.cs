namespace Domaeka.Protocol.Messages;

/// <summary>
/// The phone is to go on with another server (<c>serverMigration</c>). Scripts that do not know the event ignore it; their connection is
/// closed some time later, and they come back where they are configured to.
/// </summary>
/// <param name="NewHost">Address or name of the other server (<c>new_host</c>); not empty.</param>
/// <param name="NewPort">Its port (<c>new_port</c>), 1 to 65535.</param>
/// <param name="MigrateAfter">When to go (<c>migrate_after</c>); sent in whole seconds, rounded up, not negative. 0 means at once.</param>
public sealed record ServerMigrationLine(string NewHost, int NewPort, TimeSpan MigrateAfter) : OutboundLine;
