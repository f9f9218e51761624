using System.Text;
using Domaeka.Api.Configuration;
using Domaeka.Api.Hosting;
using Domaeka.Api.Tests.Support;

namespace Domaeka.Api.Tests.Configuration;

public sealed class SettingsCommandTests : IDisposable
{
    private const string Json = """{ "host": "db.example", "user": "bot", "password": "hunter2", "database": "shop" }""";

    private readonly TempDirectory _data = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private string Encrypted => Path.Combine(_data.Path, "domaeka.settings");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Encrypt_FromStandardInput_IsShownWithoutThePassword()
    {
        Assert.Equal(ExitCodes.Success, await RunAsync(Json, "settings", "encrypt", "--in", "-", "--out", Encrypted));
        Assert.Contains($"the new key in {Encrypted}.key", _output.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCodes.Success, await RunAsync("", "settings", "show", Encrypted));

        Assert.Contains("db.example", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public async Task Encrypt_FileThere_AsksForForce()
    {
        var key = Path.Combine(_data.Path, "my.key");
        string[] arguments = ["settings", "encrypt", "--in", "-", "--out", Encrypted, "--key", key];
        await RunAsync(Json, arguments);

        Assert.Equal(ExitCodes.Failure, await RunAsync(Json, arguments));
        Assert.Contains("--force", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, await RunAsync(Json, [.. arguments, "--force"]));
        Assert.Equal(ExitCodes.Success, await RunAsync("", "settings", "show", Encrypted, "--key", key));
    }

    [Fact]
    public async Task Encrypt_FileOfNothing_EndsWithItsName()
    {
        var missing = Path.Combine(_data.Path, "missing.json");

        Assert.Equal(ExitCodes.Failure, await RunAsync("", "settings", "encrypt", "--in", missing, "--out", Encrypted));

        Assert.Contains(missing, _errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Encrypted));
    }

    [Fact]
    public async Task Encrypt_WithoutOut_IsWrongUsage() =>
        Assert.Equal(ExitCodes.WrongConfiguration, await RunAsync("", "settings", "encrypt", "--in", "-"));

    [Fact]
    public async Task Show_NoFileNamedOrConfigured_AsksWhich()
    {
        Assert.Equal(ExitCodes.WrongConfiguration, await RunAsync("", "settings", "show"));

        Assert.Contains("Storage:EncryptedSettings", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encrypt", "--in,--out,--key,--force")]
    [InlineData("show", "--key,FILE")]
    public async Task Help_EveryOption_IsTold(string command, string options)
    {
        Assert.Equal(ExitCodes.Success, await RunAsync("", "settings", command, "--help"));

        Assert.All(options.Split(','), option => Assert.Contains(option, _output.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Help_OfTheServer_NamesTheCommand()
    {
        Assert.Contains("settings encrypt", HostText.Help(), StringComparison.Ordinal);
        Assert.Contains("settings show", HostText.Help(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongKey_EndsWithOneLineThatNamesTheFiles()
    {
        await RunAsync(Json, "settings", "encrypt", "--in", "-", "--out", Encrypted);
        File.Delete(Encrypted + ".key");
        await RunAsync(Json, "settings", "encrypt", "--in", "-", "--out", Encrypted + "2");
        File.Move(Encrypted + "2.key", Encrypted + ".key");

        var exitCode = await DomaekaProgram.RunAsync(
            [.. ApiHost.LoopbackSettings(_data.Path), $"--Storage:EncryptedSettings={Encrypted}"], _output, _errors);

        Assert.Equal(ExitCodes.WrongConfiguration, exitCode);
        Assert.Contains($"the key in {Encrypted}.key does not open {Encrypted}", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _errors.ToString(), StringComparison.Ordinal);
    }

    private async Task<int> RunAsync(string input, params string[] arguments)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(input));
        return await SettingsCommand.RunAsync(arguments, stream, _output, _errors);
    }
}
