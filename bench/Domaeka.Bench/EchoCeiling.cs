using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Domaeka.Bench;

/// <summary>The least that a line server on Kestrel can do: sends each line back. What it reaches is the ceiling.</summary>
internal sealed class EchoCeiling : ConnectionHandler
{
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<EchoCeiling>()));
        await using var app = builder.Build();
        await app.StartAsync();
        Console.WriteLine($"port {new Uri(app.Urls.First().Replace("tcp", "http", StringComparison.Ordinal)).Port}");

        // The benchmark closes our input when it is done.
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        while (true)
        {
            var read = await connection.Transport.Input.ReadAsync();
            var buffer = read.Buffer;
            var written = false;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, buffer.GetPosition(1, end));
                foreach (var segment in line)
                    connection.Transport.Output.Write(segment.Span);
                buffer = buffer.Slice(line.End);
                written = true;
            }

            connection.Transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (written)
                await connection.Transport.Output.FlushAsync();
            if (read.IsCompleted)
                return;
        }
    }
}
