namespace Domaeka.Api.Hosting;

/// <summary>What the process's own row of <c>kb_server_processes</c> sets. Empty until the row was read, and when there is none to read.</summary>
internal sealed class AdoptedProcess
{
    /// <summary>The TCP port; null leaves the configured one.</summary>
    public int? TcpPort { get; set; }
}
