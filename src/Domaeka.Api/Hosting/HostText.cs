using System.Net;
using System.Text;
using Domaeka.Api.Access;
using Domaeka.Api.Configuration;

namespace Domaeka.Api.Hosting;

/// <summary>What the program says on the console besides its log.</summary>
internal static class HostText
{
    /// <summary>Usage and every setting with its default.</summary>
    public static string Help()
    {
        var text = new StringBuilder();
        text.AppendLine("Domaeka: serves MessengerBotR phones over TCP and a shop back end over gRPC.");
        text.AppendLine();
        text.AppendLine("Usage: Domaeka.Api [--Key=value ...]");
        text.AppendLine("       Domaeka.Api settings encrypt --in settings.json --out domaeka.settings");
        text.AppendLine("       Domaeka.Api settings show [domaeka.settings]");
        text.AppendLine();
        text.AppendLine("Settings come from appsettings.json, the environment (DOMAEKA_Tcp__Port=1490) and the command line");
        text.AppendLine("(--Tcp:Port=1490); later ones win. Times are hh:mm:ss.");
        text.AppendLine();
        text.AppendLine("  --help                  shows this");
        text.AppendLine("  --version               shows the version");
        text.AppendLine("  --process-name NAME     takes the TCP port from the row of that name in kb_server_processes (= --Process:Name)");

        var width = SettingsCatalog.Keys.Max(key => key.Length);
        foreach (var section in SettingsCatalog.Sections)
        {
            text.AppendLine();
            foreach (var setting in section.Settings)
                text.AppendLine($"  --{setting.Key.PadRight(width)}  {setting.DefaultText}");
        }

        return text.ToString();
    }

    /// <summary>Everything that is wrong, on one screen.</summary>
    public static string Problems(IReadOnlyCollection<string> problems)
    {
        var text = new StringBuilder();
        text.AppendLine(problems.Count == 1
            ? "Domaeka cannot start, one thing is wrong:"
            : $"Domaeka cannot start, {problems.Count} things are wrong:");
        foreach (var problem in problems)
            text.AppendLine($"  - {problem}");
        return text.ToString();
    }

    /// <summary>Where everything is and what to do next.</summary>
    public static string Started(DomaekaHost host)
    {
        var client = "dotnet run --project samples/Domaeka.Samples.Client --";
        if (host.GrpcEndPoint.Port != new GrpcOptions().Port || !IsLoopback(host.GrpcEndPoint))
            client += $" --address {host.GrpcAddress.GetLeftPart(UriPartial.Authority)}";
        if (host.AdminKeyPath != Path.GetFullPath(Path.Combine(new DataOptions().Directory, AdminKeyFile.Name)))
            client += $" --key-file {host.AdminKeyPath}";

        var keyNote = File.Exists(host.AdminKeyPath) ? "" : "   (not there any more; keys are stored only as hashes)";
        var tls = host.TcpTlsEndPoint is { } own ? $"{Environment.NewLine}  phones (TLS)  {own}" : "";
        return $"""

            Domaeka {DomaekaHost.Version} is running. Ctrl+C stops it.

              phones (TCP)  {host.TcpEndPoint}{(host.IsTcpTls ? "   TLS" : "")}{(host.PhonesAreVerified ? "" : "   phones CANNOT BE VERIFIED: set Signature:SecretKey")}{tls}
              gRPC          {host.GrpcAddress.GetLeftPart(UriPartial.Authority)}
              health        {host.HttpAddress}health/ready
              admin key     {host.AdminKeyPath}{keyNote}

            What to do next, in a second terminal:
              1. connect a phone, or play one:  dotnet run --project samples/Domaeka.Samples.Phone
              2. see it wait:                   {client} devices list
              3. let it in:                     {client} devices approve BOT DEVICE
              4. let its room in:               {client} rooms list
                                                {client} rooms approve BOT CHANNEL
              5. push a notice:                 {client} send --room bots/BOT/rooms/CHANNEL --text "hello"

            """;
    }

    private static bool IsLoopback(IPEndPoint endPoint) => IPAddress.IsLoopback(endPoint.Address);
}
