using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.Storage;

namespace Domaeka.Bench;

/// <summary>A server in a process of its own, on loopback, with a data directory of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string SecretKey = "bench-key";
    public const string Salt = "bench-salt";

    /// <summary>The build that is measured, another one's to compare with it.</summary>
    public static string ServerPath { get; set; } = Path.GetFullPath(
        typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Server").Value!);

    /// <summary>Further arguments of the server, such as <c>--Logging:LogLevel:Default=Information</c>.</summary>
    public static string[] Settings { get; set; } = [];

    private readonly Process _process;
    private readonly string _directory;
    private bool _disposed;

    private ServerProcess(Process process, string directory, int port, int apiPort, BenchDatabase? database = null)
    {
        Database = database;
        _process = process;
        _directory = directory;
        Port = port;
        ApiPort = apiPort;
    }

    /// <summary>Where the phones connect.</summary>
    public int Port { get; }

    /// <summary>Where the API is; 0 when there is none.</summary>
    public int ApiPort { get; }

    public int Id => _process.Id;

    /// <summary>The key that the server made for itself at its first start.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(_directory, "admin.key")).Trim();

    /// <summary>What it keeps its data in; null when it keeps none.</summary>
    public BenchDatabase? Database { get; }

    /// <summary>The bare echo.</summary>
    public static async Task<ServerProcess> StartCeilingAsync()
    {
        var process = Start([typeof(ServerProcess).Assembly.Location, "--ceiling"]);
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The ceiling did not start.");
        return new ServerProcess(process, "", int.Parse(line.AsSpan("port ".Length), System.Globalization.CultureInfo.InvariantCulture), 0);
    }

    /// <summary>The whole server, with these phones and their rooms approved.</summary>
    /// <param name="phones">How many.</param>
    /// <param name="synchronous">What a commit waits for.</param>
    /// <param name="fill">Fills the database further before the server starts; is told its path. Null for nothing.</param>
    /// <param name="areNew">True when the phones have never been there; otherwise nothing is left to be written once for each of them.</param>
    public static async Task<ServerProcess> StartDomaekaAsync(
        int phones, string synchronous, Action<string>? fill = null, bool areNew = false)
    {
        var directory = Directory.CreateTempSubdirectory("domaeka-bench-").FullName;
        var database = BenchDatabase.Create(directory);
        await ApproveAsync(directory, database, phones, areNew);
        fill?.Invoke(Path.Combine(directory, "domaeka.db"));
        var port = FreePort();
        var apiPort = FreePort();
        var process = Start(
        [
            ServerPath,
            $"--Tcp:Port={port}", $"--Grpc:Port={apiPort}", "--Http:Port=0", $"--Data:Directory={directory}", $"--Storage:Synchronous={synchronous}",
            "--Tcp:Address=127.0.0.1", "--PhoneLimits:LinesPerSecond=0", "--PhoneLimits:BytesPerSecond=0",
            $"--Signature:SecretKey={SecretKey}", $"--Signature:Salt={Salt}", "--Logging:LogLevel:Default=Warning",
            .. database.ToSettings(), .. Settings,
        ]);
        process.OutputDataReceived += (_, line) => Echo(line.Data);
        process.BeginOutputReadLine();
        await WaitForPortAsync(port, process);
        await WaitForPortAsync(apiPort, process);
        return new ServerProcess(process, directory, port, apiPort, database);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;

        // Only this process, by its id: the benchmark started it.
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Database?.Dispose();
        if (_directory.Length > 0)
            Directory.Delete(_directory, recursive: true);
    }

    /// <summary>What the server says at its start is for people; its warnings are for us.</summary>
    private static void Echo(string? line)
    {
        if (line is not null && (line.Contains("warn:", StringComparison.Ordinal) || line.Contains("fail:", StringComparison.Ordinal)))
            Console.Error.WriteLine(line);
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task ApproveAsync(string directory, BenchDatabase database, int phones, bool areNew)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddDomaekaStorage(options =>
        {
            options.DataDirectory = directory;
            options.Synchronous = StorageSynchronous.Normal;
            database.Configure(options);
        });
        using var host = builder.Build();
        await host.StartAsync();
        var devices = host.Services.GetRequiredService<IDeviceStore>();
        var rooms = host.Services.GetRequiredService<IRoomStore>();
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < phones; i++)
        {
            var phone = PhoneScript.KeyOf(i);
            await devices.AddIfMissingAsync(
                new Device
                {
                    Key = phone,
                    Status = ApprovalStatus.Approved,
                    DeviceUuid = areNew ? null : phone.DeviceId,
                    ClientType = areNew ? null : "MessengerBotR",
                    ClientVersion = areNew ? null : "3.3.3",
                    IpAddress = areNew ? null : "127.0.0.1",
                    CreatedAt = now,
                },
                default);
            await rooms.AddIfMissingAsync(
                new Room
                {
                    Key = PhoneScript.RoomOf(i),
                    Name = PhoneScript.RoomNameOf(i),
                    Status = ApprovalStatus.Approved,
                    DeviceId = areNew ? null : phone.DeviceId,
                    CreatedAt = now,
                },
                default);
        }

        await host.StopAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WaitForPortAsync(int port, Process process)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The server ended with exit code {process.ExitCode}.");
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("The server did not listen within 30 s.");
    }
}
