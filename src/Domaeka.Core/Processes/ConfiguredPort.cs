using Microsoft.Extensions.Options;

namespace Domaeka.Core.Processes;

/// <summary>The port of the options, for hosts that know no better.</summary>
internal sealed class ConfiguredPort(IOptions<ProcessOptions> options) : IListeningPort
{
    public int Port => options.Value.Port;
}
