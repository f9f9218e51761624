using System.Net;
using Domaeka.Adapters.Tcp;
using Domaeka.Api.Configuration;
using Domaeka.Api.Hosting;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Processes;
using Domaeka.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Build_NoSettings_HasTheDefaults()
    {
        await using var host = DomaekaHost.Build([]);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 1490), host.TcpEndPoint);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5090), host.GrpcEndPoint);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 8080), host.HttpEndPoint);
        Assert.Equal(Path.GetFullPath("data/admin.key"), host.AdminKeyPath);
        Assert.Equal("domaeka-1490", Option<ProcessOptions>(host).Name);
        Assert.Equal("data", Option<StorageOptions>(host).DataDirectory);
    }

    [Fact]
    public async Task Build_Secret_OpensTheTcpPort()
    {
        await using var host = DomaekaHost.Build(["--Signature:SecretKey=k", "--Signature:Salt=s", "--Tcp:Port=1491"]);

        Assert.Equal(new IPEndPoint(IPAddress.IPv6Any, 1491), host.TcpEndPoint);
        Assert.True(host.PhonesAreVerified);
    }

    [Fact]
    public async Task Build_EverySource_LaterOnesWin()
    {
        const string variable = "DOMAEKA_Tcp__PingInterval";
        Environment.SetEnvironmentVariable(variable, "00:00:20");
        try
        {
            await using var fromEnvironment = DomaekaHost.Build([]);
            await using var fromArguments = DomaekaHost.Build(["--Tcp:PingInterval", "00:00:10"]);

            Assert.Equal(TimeSpan.FromSeconds(20), Option<TcpOptions>(fromEnvironment).PingInterval);
            Assert.Equal(TimeSpan.FromSeconds(10), Option<TcpOptions>(fromArguments).PingInterval);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void Build_EverythingWrong_IsToldAtOnce()
    {
        var problems = Problems(
            "--Tcp:Port=70000",
            "--Tcp:PingInterval=30",
            "--Grpc:Prot=1",
            "--Http:Port=x",
            "--Http:Address=1",
            "--Storage:Provider=oracle",
            "--Dispatch:Mode=1",
            "--Grpc:MaxReceiveMessageBytes=1",
            "--Logging:LogLevel:Default=Loud",
            "stray",
            "--Data:Directory");

        Assert.Equal(11, problems.Count);
        Holds("Tcp:Port", "70000", "65535");
        Holds("Tcp:PingInterval", "\"30\"", "hh:mm:ss", "command line");
        Holds("Grpc:Prot", "Grpc:Port");
        Holds("Http:Port", "\"x\"", "whole number");
        Holds("Http:Address", "\"1\"", "IP address");
        Holds("Storage:Provider", "oracle", "sqlite");
        Holds("Dispatch:Mode", "Queued or Direct");
        Holds("Grpc:MaxReceiveMessageBytes", "65536");
        Holds("Logging:LogLevel:Default", "Loud", "Warning");
        Holds("stray");
        Holds("--Data:Directory", "no value");

        void Holds(params string[] parts) => Assert.Single(
            problems, problem => parts.All(part => problem.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_BrokenFile_IsNamedWithItsPlace()
    {
        File.WriteAllText(Path.Combine(_data.Path, "appsettings.json"), "{\n  \"Tcp\": { \"Port\": } }");

        var source = SettingsSource.Read(["--Grpc:Port=1"], _data.Path);

        var problem = Assert.Single(source.Problems);
        Assert.StartsWith(Path.Combine(_data.Path, "appsettings.json") + " cannot be read", problem, StringComparison.Ordinal);
        Assert.Contains("LineNumber: 1", problem, StringComparison.Ordinal);
        Assert.Equal("1", source.Find("Grpc:Port"));
    }

    [Fact]
    public void Build_WrongSecret_IsNotShown()
    {
        var problem = Assert.Single(Problems("--Signature:Salt=hunter2"));

        Assert.Contains("Signature:SecretKey", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_DirectoryIsAFile_IsNamed()
    {
        var file = Path.Combine(_data.Path, "file");
        File.WriteAllText(file, "");

        Assert.Contains(Problems($"--Data:Directory={file}"), problem => problem.StartsWith("Data:Directory", StringComparison.Ordinal));
    }

    [Fact]
    public void Catalog_EverySetting_CanBeReadAndHasADefaultThatFits()
    {
        var settings = SettingsCatalog.Sections.SelectMany(section => section.Settings).ToList();

        Assert.Contains(settings, setting => setting.Key == "Signature:SecretKey");
        Assert.All(settings, setting =>
        {
            Assert.True(SettingValue.IsSupported(setting.Property.PropertyType), setting.Key);
            if (setting.Default is not null)
                Assert.True(SettingValue.TryRead(setting.DefaultText, setting.Property.PropertyType, out _, out _), setting.Key);
        });
        Assert.Equal(settings.Count, settings.DistinctBy(setting => setting.Key).Count());
    }

    [Fact]
    public void Help_EverySetting_IsListed() =>
        Assert.All(SettingsCatalog.Keys, key => Assert.Contains($"--{key}", HostText.Help(), StringComparison.Ordinal));

    [Theory]
    [InlineData("00:00:30", typeof(TimeSpan), true)]
    [InlineData("1.00:00:00", typeof(TimeSpan), true)]
    [InlineData("30", typeof(TimeSpan), false)]
    [InlineData("30s", typeof(TimeSpan), false)]
    [InlineData("1490", typeof(int), true)]
    [InlineData("1,490", typeof(int), false)]
    [InlineData("99999999999", typeof(int), false)]
    [InlineData("", typeof(int), false)]
    [InlineData("", typeof(int?), true)]
    [InlineData("TRUE", typeof(bool), true)]
    [InlineData("yes", typeof(bool), false)]
    [InlineData("full", typeof(StorageSynchronous), true)]
    [InlineData("1", typeof(StorageSynchronous), false)]
    [InlineData("sometimes", typeof(StorageSynchronous), false)]
    [InlineData("::1", typeof(IPAddress), true)]
    [InlineData("localhost", typeof(IPAddress), true)]
    [InlineData("*", typeof(IPAddress), true)]
    [InlineData("1490", typeof(IPAddress), false)]
    [InlineData("example.com", typeof(IPAddress), false)]
    public void TryRead_Text_IsReadOrSaysWhatIsAllowed(string text, Type type, bool readable)
    {
        Assert.Equal(readable, SettingValue.TryRead(text, type, out _, out var allowed));
        if (!readable)
            Assert.NotEmpty(allowed);
    }

    private static IReadOnlyList<string> Problems(params string[] arguments) =>
        Assert.Throws<ConfigurationException>(() => DomaekaHost.Build(arguments)).Problems;

    private static T Option<T>(DomaekaHost host)
        where T : class => host.Services.GetRequiredService<IOptions<T>>().Value;
}
