using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Commands;

/// <summary>The circuit breakers, one around each command that calls out.</summary>
internal sealed class CommandCircuits(
    CommandRouter router, IOptions<CommandOptions> options, TimeProvider clock, ILogger<CommandCircuits> logger)
{
    private readonly FrozenDictionary<string, CommandCircuit> _circuits = router.Definitions
        .Where(definition => definition.CallsOut)
        .ToFrozenDictionary(
            definition => definition.Trigger,
            definition => new CommandCircuit(definition.Trigger, options.Value, clock, logger),
            StringComparer.Ordinal);

    /// <summary>The command's, or null when it calls nobody.</summary>
    public CommandCircuit? Find(CommandDefinition definition) =>
        definition.CallsOut ? _circuits.GetValueOrDefault(definition.Trigger) : null;
}
