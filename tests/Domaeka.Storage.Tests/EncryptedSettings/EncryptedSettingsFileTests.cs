using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Domaeka.Storage.EncryptedSettings;
using Domaeka.TestKit.Processes;

namespace Domaeka.Storage.Tests.EncryptedSettings;

[UnsupportedOSPlatform("windows")]
public sealed class EncryptedSettingsFileTests : IDisposable
{
    private const string Json = """{ "host": "db", "user": "bot", "password": "hunter2", "database": "shop", "APIs": { "naver": "a-key", "ids": ["x"] } }""";

    private readonly TempDirectory _directory = new();

    private string Path => _directory.File("domaeka.settings");

    private string KeyPath => _directory.File("domaeka.settings.key");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Write_NoKey_MakesBothForTheOwnerAlone()
    {
        var report = Write();

        Assert.Equal(new EncryptedSettingsReport(KeyPath, true, null, null), report);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.Equal(Json, Read());
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public void Write_FileThere_StaysUnlessForced()
    {
        Write();
        var key = File.ReadAllText(KeyPath);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Contains("there already", Write("{}").Problem, StringComparison.Ordinal);
        Assert.Equal(Json, Read());

        Assert.Null(Write("""{ "other": 1 }""", overwrite: true).Problem);
        Assert.Equal("""{ "other": 1 }""", Read());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.Equal(key, File.ReadAllText(KeyPath));
    }

    [Theory]
    [InlineData("{ \"password\": \"hunter2")]
    [InlineData("[1]")]
    public void Write_NoSettings_WritesNothing(string json)
    {
        var problem = Write(json).Problem;

        Assert.NotNull(problem);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void Write_KeyFileWithoutAKey_WritesNothing()
    {
        File.WriteAllText(KeyPath, "not a key");

        Assert.Contains("holds no Fernet key", Write().Problem, StringComparison.Ordinal);
        Assert.False(File.Exists(Path));
        Assert.Equal("not a key", File.ReadAllText(KeyPath));
    }

    [Fact]
    public void Write_OpenKeyAndNoDatabase_Warns()
    {
        Write();
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var warning = Write("{}", overwrite: true).Warning;

        Assert.Contains("has no \"host\"", warning, StringComparison.Ordinal);
        Assert.Contains($"others may read the key in {KeyPath}", warning, StringComparison.Ordinal);
        Assert.Equal([KeyPath], EncryptedSettingsFile.FindOpenFiles(Path, null));
    }

    [Fact]
    public void Show_Settings_MasksWhatIsNotKnownToBeHarmless()
    {
        Write();

        using var shown = JsonDocument.Parse(EncryptedSettingsFile.Show(Path, null).Text!);

        Assert.Equal("db", shown.RootElement.GetProperty("host").GetString());
        Assert.Equal("********", shown.RootElement.GetProperty("password").GetString());
        Assert.Equal("********", shown.RootElement.GetProperty("APIs").GetProperty("naver").GetString());
        Assert.Equal("********", shown.RootElement.GetProperty("APIs").GetProperty("ids")[0].GetString());
    }

    [Theory]
    [InlineData(".kkobot.enc", ".kkobot.key")]
    [InlineData("a.settings", "a.settings.key")]
    [InlineData("a.settings", "a.key")]
    [InlineData("a.enc", "a.enc.key")]
    public void Read_KeyBesideTheFile_IsFound(string file, string key)
    {
        Write();
        File.Move(Path, _directory.File(file));
        File.Move(KeyPath, _directory.File(key));

        Assert.Null(EncryptedSettingsFile.Show(_directory.File(file), null).Problem);
    }

    [Fact]
    public void Read_TwoKeysBesideTheFile_AsksForOne()
    {
        Write();
        File.Copy(KeyPath, _directory.File("domaeka.key"));

        Assert.Contains("say which one", EncryptedSettingsFile.Show(Path, null).Problem, StringComparison.Ordinal);
        Assert.Null(EncryptedSettingsFile.Show(Path, KeyPath).Problem);
    }

    [Fact]
    public void Read_Trouble_IsNamedByKindAndFile()
    {
        Assert.Contains($"the encrypted file {Path} is not there", Problem(), StringComparison.Ordinal);
        Write();
        var token = File.ReadAllText(Path);

        File.WriteAllText(Path, token[..100]);
        Assert.Contains($"{Path} is truncated", Problem(), StringComparison.Ordinal);
        File.WriteAllText(Path, "{ \"host\": 1 }");
        Assert.Contains("not base64url", Problem(), StringComparison.Ordinal);
        File.WriteAllBytes(Path, [0xff, 0xfe, 0xfd]);
        Assert.Contains("is no text", Problem(), StringComparison.Ordinal);
        File.WriteAllText(Path, new string('A', 2_000_000));
        Assert.Contains("is longer than", Problem(), StringComparison.Ordinal);

        File.WriteAllText(Path, token + "\n");
        Assert.Null(EncryptedSettingsFile.Show(Path, null).Problem);
        File.WriteAllText(KeyPath, FernetKey.Generate().ToText());
        Assert.Contains($"the key in {KeyPath} does not open {Path}", Problem(), StringComparison.Ordinal);
        File.Delete(KeyPath);
        Assert.Contains($"the key file {KeyPath} is not there", Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EncryptedByPython_IsUnderstood()
    {
        var document = _directory.File("settings.json");
        await File.WriteAllTextAsync(document, Json);

        await RunPythonAsync("encrypt", document);

        Assert.Equal(Json, Read());
    }

    [Fact]
    public async Task Write_ReadByPython_IsTheSame()
    {
        var document = _directory.File("settings.json");
        const string Korean = """{ "host": "db", "password": "비밀 번호", "note": "0123456789abcdef" }""";
        Write(Korean);

        await RunPythonAsync("decrypt", document);

        Assert.Equal(Korean, await File.ReadAllTextAsync(document));
    }

    private async Task RunPythonAsync(string action, string document)
    {
        await using var script = PythonScript.Start("fernet_files.py", action, KeyPath, Path, document);
        var printed = await script.ReadLinesAsync();
        var (exitCode, errors) = await script.WaitForExitAsync();
        Assert.Equal("", errors);
        Assert.Equal((0, "done"), (exitCode, Assert.Single(printed)));
    }

    private EncryptedSettingsReport Write(string json = Json, bool overwrite = false) =>
        EncryptedSettingsFile.Write(Path, null, Encoding.UTF8.GetBytes(json), overwrite);

    private string Read()
    {
        var json = EncryptedSettingsFile.Read(Path, null, out var problem);
        Assert.Equal("", problem);
        return Encoding.UTF8.GetString(json!);
    }

    private string? Problem() => EncryptedSettingsFile.Show(Path, null).Problem;
}
