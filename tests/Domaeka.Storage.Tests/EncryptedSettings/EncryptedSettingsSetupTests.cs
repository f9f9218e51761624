using System.Text;
using Domaeka.Storage.EncryptedSettings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage.Tests.EncryptedSettings;

public sealed class EncryptedSettingsSetupTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string Path => _directory.File("domaeka.settings");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void PostConfigure_File_SetsProviderAndConnectionString()
    {
        Write("""{ "host": "db", "port": 3307, "user": "bot", "password": "a;b", "database": "shop" }""");
        var options = new StorageOptions { EncryptedSettings = Path };

        new EncryptedSettingsSetup().PostConfigure(null, options);

        Assert.Null(options.EncryptedSettingsProblem);
        Assert.Equal("mariadb", options.Provider);
        Assert.Equal("Server=db;Port=3307;User ID=bot;Password=\"a;b\";Database=shop", options.ConnectionString);
    }

    [Fact]
    public void Options_MissingField_NameFileAndFieldAndNoSecret()
    {
        Write("""{ "user": "bot", "password": "hunter2", "database": "shop" }""");

        var problem = Assert.Single(Failures(options => options.EncryptedSettings = Path));

        Assert.Contains("Storage:EncryptedSettings", problem, StringComparison.Ordinal);
        Assert.Contains(Path, problem, StringComparison.Ordinal);
        Assert.Contains("\"host\"", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ConnectionStringBeside_IsRefusedWithEverythingElse()
    {
        Write("{}");

        var problems = Failures(options =>
        {
            options.EncryptedSettings = Path;
            options.ConnectionString = "Server=other";
            options.ReadConnections = 0;
        });

        Assert.Equal(2, problems.Count());
        Assert.Contains(problems, problem => problem.Contains("Storage:ConnectionString are both set", StringComparison.Ordinal));
    }

    private void Write(string json) =>
        Assert.Null(EncryptedSettingsFile.Write(Path, null, Encoding.UTF8.GetBytes(json), overwrite: false).Problem);

    private IEnumerable<string> Failures(Action<StorageOptions> configure)
    {
        using var services = new ServiceCollection().AddLogging().AddDomaekaStorage(options =>
        {
            options.DataDirectory = _directory.Path;
            configure(options);
        }).BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<StorageOptions>>().Value).Failures;
    }
}
