using Domaeka.Core.Access;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Devices;
using Domaeka.Core.Events;
using Domaeka.Core.Media;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.Storage.MariaDb;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage.Tests;

public sealed class StorageRegistrationTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AddDomaekaStorage_HostStarted_EveryStoreIsThere()
    {
        using var host = await StorageHost.StartAsync(options => options.DataDirectory = _directory.Path).DefaultTimeout();

        Assert.All(
            [
                typeof(IDeviceStore), typeof(IRoomStore), typeof(IApprovalChangeProbe), typeof(IChatLogStore), typeof(IApiKeyStore),
                typeof(IServerProcessStore), typeof(IServerLoadStore), typeof(IBotMappingStore), typeof(IMonitorStore), typeof(IStorageHealth), typeof(IOutboxStore), typeof(IRoomPresenceStore), typeof(IMediaStore),
                typeof(IEventStore),
            ],
            service => Assert.NotNull(host.Services.GetService(service)));
        Assert.Equal("sqlite", host.Services.GetRequiredService<IStorageHealth>().Provider);
    }

    [Fact]
    public async Task AddDomaekaStorage_DirectoryMissing_MakesItForTheOwnerAlone()
    {
        var directory = _directory.File("a/b");
        using var host = await StorageHost.StartAsync(options => options.DataDirectory = directory).DefaultTimeout();

        Assert.True(File.Exists(Path.Combine(directory, "domaeka.db")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(directory).UnixFileMode);
        }
    }

    [Fact]
    public async Task AddDomaekaStorage_ConnectionString_GoesBeforeTheDirectory()
    {
        var file = _directory.File("other.sqlite");
        using var host = await StorageHost.StartAsync(options =>
        {
            options.Provider = "SQLite";
            options.ConnectionString = $"Data Source={file}";
            options.DataDirectory = _directory.File("elsewhere");
        }).DefaultTimeout();

        Assert.True(File.Exists(file));
        Assert.False(Directory.Exists(_directory.File("elsewhere")));
    }

    [Fact]
    public async Task AddDomaekaStorage_ServiceRegisteredBefore_FindsTheStoreReady()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<EarlyReader>();
        builder.Services.AddDomaekaStorage(options => options.DataDirectory = _directory.Path);
        using var host = builder.Build();

        await host.StartAsync().DefaultTimeout();

        Assert.Equal(0, host.Services.GetServices<IHostedService>().OfType<EarlyReader>().Single().Devices);
    }

    [Fact]
    public async Task Stores_UsedBeforeTheHostStarted_SayThatItIsABug()
    {
        using var host = StorageHost.Build(options => options.DataDirectory = _directory.Path);

        var store = host.Services.GetRequiredService<IDeviceStore>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.LoadAllAsync(default)).DefaultTimeout();
    }

    [Fact]
    public async Task AddDomaekaStorage_SeveralWrongOptions_AllAreNamedAtOnce()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StorageHost.StartAsync(options =>
        {
            options.Provider = "oracle";
            options.Synchronous = (StorageSynchronous)7;
            options.BusyTimeout = TimeSpan.FromSeconds(-1);
            options.MigrationTimeout = TimeSpan.Zero;
            options.HealthTimeout = TimeSpan.FromHours(1);
            options.ReadConnections = 0;
            options.CacheKibibytes = 1;
        })).DefaultTimeout();

        Assert.Equal(
            [
                "Storage:Provider", "Storage:Synchronous", "Storage:BusyTimeout", "Storage:MigrationTimeout", "Storage:HealthTimeout",
                "Storage:ReadConnections", "Storage:CacheKibibytes",
            ],
            failure.Failures.Select(text => text.Split(' ')[0]));
        Assert.Contains("'oracle'; allowed: sqlite", failure.Failures.First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "cannot be read")]
    [InlineData("Data Source=x.db;Colour=red", "cannot be read")]
    [InlineData("Mode=ReadWrite", "no 'Data Source'")]
    [InlineData("Data Source=:memory:", "does not name a file")]
    [InlineData("Data Source=x;Mode=Memory", "does not name a file")]
    [InlineData("Data Source=file:x.db?mode=memory", "does not name a file")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "Mode=ReadOnly")]
    [InlineData("Data Source=x.db;Cache=Shared", "Cache=Shared")]
    public void Validate_ConnectionStringThatCannotWork_NamesTheKeyAndTheReason(string connectionString, string reason)
    {
        var result = new StorageOptionsValidator().Validate(null, new StorageOptions { ConnectionString = connectionString });

        Assert.StartsWith("Storage:ConnectionString", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains(reason, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "no 'Server'")]
    [InlineData("nonsense", "cannot be read")]
    [InlineData("Server=db;Database=x;Colour=red", "cannot be read")]
    [InlineData("Server=db;Database=x;Port=many", "cannot be read")]
    [InlineData("Database=x;User ID=y", "no 'Server'")]
    [InlineData("Server=db;User ID=y", "no 'Database'")]
    public void Validate_MariaDbConnectionStringThatCannotWork_NamesTheKeyAndTheReason(string? connectionString, string reason)
    {
        var options = new StorageOptions { Provider = "mariadb", ConnectionString = connectionString };

        var result = new StorageOptionsValidator().Validate(null, options);

        Assert.StartsWith("Storage:ConnectionString", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains(reason, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mariadb")]
    [InlineData("MySQL")]
    public async Task AddDomaekaStorage_ServerNamed_UsesItAndSaysSo(string provider)
    {
        await using var database = await TestDatabase.CreateAsync();
        using var host = await StorageHost.StartAsync(options =>
        {
            options.Provider = provider;
            options.ConnectionString = database.ConnectionString;
            options.DataDirectory = _directory.Path;
        }).DefaultTimeout();

        Assert.Equal("mariadb", host.Services.GetRequiredService<IStorageHealth>().Provider);
        Assert.Empty(await host.Services.GetRequiredService<IDeviceStore>().LoadAllAsync(default).DefaultTimeout());
        Assert.False(File.Exists(_directory.File("domaeka.db")));
    }

    [Theory]
    [InlineData("Server=db;Database=x", 5, 15, 100)]
    [InlineData("Server=db;Database=x;Connection Timeout=9;Default Command Timeout=7;Maximum Pool Size=200", 9, 7, 200)]
    [InlineData("Server=db;Database=x;Maximum Pool Size=2", 5, 15, 12)]
    public void TryResolve_MariaDb_KeepsWhatWasSetButForAPoolThatIsTooSmall(string connectionString, uint connect, uint command, uint pool)
    {
        Assert.True(MariaDbLocation.TryResolve(new StorageOptions { ConnectionString = connectionString }, out var location, out _));

        var builder = new MySqlConnector.MySqlConnectionStringBuilder(location.ConnectionString);
        Assert.Equal((connect, command, pool), (builder.ConnectionTimeout, builder.DefaultCommandTimeout, builder.MaximumPoolSize));
        Assert.Equal(("db:3306", "x"), (location.Server, location.Database));
    }

    [Fact]
    public void Validate_NoDirectory_NamesItsKey()
    {
        var result = new StorageOptionsValidator().Validate(null, new StorageOptions { DataDirectory = " ", ConnectionString = "Data Source=x.db" });

        Assert.StartsWith("Data:Directory", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Defaults_AreFine() =>
        Assert.True(new StorageOptionsValidator().Validate(null, new StorageOptions()).Succeeded);

    private sealed class EarlyReader(IDeviceStore store) : BackgroundService
    {
        public int? Devices { get; private set; }

        public override async Task StartAsync(CancellationToken cancellationToken) =>
            Devices = (await store.LoadAllAsync(cancellationToken)).Count;

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
