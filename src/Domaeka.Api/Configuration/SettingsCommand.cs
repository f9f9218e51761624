using System.CommandLine;
using Domaeka.Api.Hosting;
using Domaeka.Storage.EncryptedSettings;

namespace Domaeka.Api.Configuration;

/// <summary><c>settings encrypt</c> and <c>settings show</c>: makes the files that <c>Storage:EncryptedSettings</c> names, and looks into them.</summary>
internal static class SettingsCommand
{
    private const string Name = "settings";
    private const string StandardInput = "-";

    /// <summary>True when the arguments are for this command and not for the server.</summary>
    public static bool IsMeant(IReadOnlyList<string> arguments) => arguments is [Name, ..];

    /// <summary>Runs it.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Stream input, TextWriter output, TextWriter errors, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Domaeka: serves MessengerBotR phones over TCP and a shop back end over gRPC.")
        {
            new Command(Name, "Makes and shows the encrypted file that Storage:EncryptedSettings names.")
            {
                Encrypt(input, output, errors),
                Show(output, errors),
            },
        };
        var parsed = root.Parse(arguments);
        var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, cancellationToken);
        return parsed.Errors.Count > 0 ? ExitCodes.WrongConfiguration : exitCode;
    }

    private static Command Encrypt(Stream input, TextWriter output, TextWriter errors)
    {
        var source = new Option<string>("--in") { Description = "The JSON file with the settings; - reads standard input.", Required = true };
        var target = new Option<string>("--out") { Description = "The encrypted file to write, mode 0600.", Required = true };
        var key = new Option<string?>("--key")
        {
            Description = "The key file; made when it is missing, and never changed. (default: .key behind the name of --out, or instead of .enc)",
        };
        var force = new Option<bool>("--force") { Description = "Writes over --out when it is there." };
        var command = new Command("encrypt", "Encrypts settings with Fernet.") { source, target, key, force };
        command.SetAction(async (parsed, token) =>
        {
            var path = parsed.GetRequiredValue(target);
            if (File.Exists(path) && !parsed.GetValue(force))
            {
                await errors.WriteLineAsync($"{path} is there already; nothing was written. --force writes over it.");
                return ExitCodes.Failure;
            }

            if (await ReadAsync(parsed.GetRequiredValue(source), input, errors, token) is not { } json)
                return ExitCodes.Failure;

            var report = EncryptedSettingsFile.Write(path, parsed.GetValue(key), json, parsed.GetValue(force));
            if (report.Problem is not null)
            {
                await errors.WriteLineAsync(report.Problem);
                return ExitCodes.Failure;
            }

            await output.WriteLineAsync($"{path} is encrypted with {(report.IsNewKey ? "the new key" : "the key")} in {report.KeyPath}.");
            await output.WriteLineAsync($"Start the server with --Storage:EncryptedSettings={path}");
            if (report.Warning is not null)
                await errors.WriteLineAsync($"Mind: {report.Warning}.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Show(TextWriter output, TextWriter errors)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The encrypted file. (default: Storage:EncryptedSettings of appsettings.json or the environment)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key") { Description = "The key file. (default: the one beside FILE)" };
        var command = new Command("show", "Decrypts settings and shows them without passwords and other secrets.") { file, key };
        command.SetAction(async (parsed, _) =>
        {
            var settings = SettingsSource.Read([]);
            var chosen = parsed.GetValue(file);
            if ((chosen ?? settings.Find("Storage:EncryptedSettings")) is not { Length: > 0 } path)
            {
                await errors.WriteLineAsync("Which file? Name it, or set Storage:EncryptedSettings.");
                return ExitCodes.WrongConfiguration;
            }

            var keyPath = parsed.GetValue(key) ?? (chosen is null ? settings.Find("Storage:EncryptedSettingsKey") : null);
            var content = EncryptedSettingsFile.Show(path, keyPath);
            await (content.Text is null ? errors : output).WriteLineAsync(content.Text ?? content.Problem);
            return content.Text is null ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static async Task<byte[]?> ReadAsync(string path, Stream input, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            if (path != StandardInput)
                return await File.ReadAllBytesAsync(path, cancellationToken);
            using var buffer = new MemoryStream();
            await input.CopyToAsync(buffer, cancellationToken);
            return buffer.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{(path == StandardInput ? "Standard input" : path)} cannot be read: {exception.Message}");
            return null;
        }
    }
}
