using System.Text.Json;
using Domaeka.Api.Hosting;
using Domaeka.Api.Tests.Support;
using Domaeka.Storage.EncryptedSettings;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Domaeka.TestKit.Phones;
using MySqlConnector;

namespace Domaeka.Api.Tests.Hosting;

/// <summary>Servers on a MariaDB that an encrypted file leads them to.</summary>
public sealed class SharedDatabaseTests : IAsyncLifetime
{
    private const string Password = "a;b='\"c\\ 비밀";

    private readonly TempDirectory _data = new();
    private readonly List<DomaekaHost> _hosts = [];
    private TestDatabase _database = null!;
    private string _user = "";

    private string Encrypted => Path.Combine(_data.Path, "domaeka.settings");

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _user = $"u{Guid.NewGuid():N}"[..16];
        await _database.ExecuteAsync(
            $"CREATE USER '{_user}'@'%' IDENTIFIED BY '{Password.Replace("'", "''", StringComparison.Ordinal)}'", "NO_BACKSLASH_ESCAPES");
        await _database.ExecuteAsync($"GRANT ALL ON {_database.Name}.* TO '{_user}'@'%'");
        var server = new MySqlConnectionStringBuilder(_database.ConnectionString);
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            DBs = new { test = new { HOST = server.Server, PORT = server.Port, USER = _user, PASS = Password, NAME = _database.Name } },
        });
        Assert.Null(EncryptedSettingsFile.Write(Encrypted, null, json, overwrite: false).Problem);
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync().DefaultTimeout();
            await host.DisposeAsync();
        }

        await _database.ExecuteAsync($"DROP USER '{_user}'@'%'");
        await _database.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Start_EncryptedSettings_LeadToTheDatabase()
    {
        await StartAsync();

        Assert.Equal(["1"], await _database.QueryAsync("SELECT count(*) > 0 FROM dk_migrations"));
        Assert.Equal(["running"], await _database.QueryAsync("SELECT status FROM kb_server_processes"));
    }

    [Fact]
    public async Task Start_WrongPassword_EndsWithoutShowingIt()
    {
        await _database.ExecuteAsync($"ALTER USER '{_user}'@'%' IDENTIFIED BY 'changed'");
        using var errors = new StringWriter();

        var exitCode = await DomaekaProgram.RunAsync(Settings(), TextWriter.Null, errors).DefaultTimeout();

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains("database cannot be used", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phones_AtThreeProcessesOfOneServer_AreNeverMoreThanItMayHold()
    {
        const int Places = 7;
        await StartAsync("--process-name=first", "--Process:CreateRow=true");
        await _database.ExecuteAsync(
            $"INSERT INTO kb_servers (server_id, server_name, status, max_bots) VALUES (1, 'seoul', 'healthy', {Places})");
        await _database.ExecuteAsync(
            "INSERT INTO kb_server_processes (server_id, process_name, status) VALUES (1, 'a', 'stopped'), (1, 'b', 'stopped'), (1, 'c', 'stopped')");
        var processes = new List<DomaekaHost>();
        foreach (var name in new[] { "a", "b", "c" })
            processes.Add(await StartAsync($"--process-name={name}", "--Process:LoadInterval=00:00:00.1"));

        var phones = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => FakePhone.ConnectAsync(
            processes[number % 3].TcpEndPoint.Port, new PhoneProfile { BotName = $"bot{number}", DeviceId = "d", SecretKey = null })));
        var answers = await Task.WhenAll(phones.Select(phone => phone.HandshakeAsync()));

        // Of those who ask for the last places at once, some may be sent away to try again.
        Assert.InRange(answers.Count(answer => answer.Success), 1, Places);
        var welcome = answers.Count(answer => answer.Success);
        for (var number = 30; welcome < Places && number < 300; number++)
        {
            var phone = await FakePhone.ConnectAsync(
                processes[number % 3].TcpEndPoint.Port, new PhoneProfile { BotName = $"bot{number}", DeviceId = "d", SecretKey = null });
            if ((await phone.HandshakeAsync()).Success)
                welcome++;
        }

        Assert.Equal(Places, welcome);
        await Eventually.TrueAsync(async () => (await _database.QueryAsync("SELECT current_bots FROM kb_servers"))[0] == $"{Places}");
        foreach (var process in processes)
        {
            await using var late = await FakePhone.ConnectAsync(
                process.TcpEndPoint.Port, new PhoneProfile { BotName = "late", DeviceId = "d", SecretKey = null });
            Assert.Contains("server full", (await late.HandshakeAsync()).Message, StringComparison.Ordinal);
        }

        foreach (var phone in phones)
            await phone.DisposeAsync();
        await Eventually.TrueAsync(async () => (await _database.QueryAsync("SELECT current_bots FROM kb_servers"))[0] != $"{Places}");
    }

    private async Task<DomaekaHost> StartAsync(params string[] arguments)
    {
        var host = DomaekaHost.Build(Settings(arguments));
        await host.StartAsync().DefaultTimeout();
        _hosts.Add(host);
        return host;
    }

    private string[] Settings(params string[] arguments) =>
        [.. ApiHost.LoopbackSettings(_data.Path), $"--Storage:EncryptedSettings={Encrypted}", .. arguments];
}
