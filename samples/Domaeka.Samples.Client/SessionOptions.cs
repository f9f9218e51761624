using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Grpc.Core;

namespace Domaeka.Samples.Client;

/// <summary>The options that every command has: where the server is, and with which key.</summary>
public sealed class SessionOptions(TextWriter output, TextWriter errors)
{
    /// <summary>The environment variable that may hold the key.</summary>
    public const string KeyVariable = "DOMAEKA_API_KEY";

    private const string DefaultKeyFile = "data/admin.key";

    private readonly Option<Uri> _address = new("--address")
    {
        Description = "Where the server's gRPC port is.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:5090"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            result.AddError($"--address \"{result.Tokens[0].Value}\" is no http or https address.");
            return null;
        },
        Recursive = true,
    };

    private readonly Option<string> _key = new("--key")
    {
        Description = $"The API key. Anybody on this machine can see arguments; --key-file or {KeyVariable} are better.",
        Recursive = true,
    };

    private readonly Option<string> _keyFile = new("--key-file")
    {
        Description = $"A file that holds the API key. Without it {KeyVariable}, or else {DefaultKeyFile}.",
        Recursive = true,
    };

    private readonly Option<string> _ca = new("--ca")
    {
        Description = "PEM file with the authority that the server's certificate must chain to. (default: those of the system)",
        Recursive = true,
    };

    private readonly Option<string> _certificate = new("--cert")
    {
        Description = "PEM file with the certificate to show to a server that asks for one.",
        Recursive = true,
    };

    private readonly Option<string> _certificateKey = new("--cert-key")
    {
        Description = "PEM file with the key of --cert. (default: it stands in that file)",
        Recursive = true,
    };

    private readonly Option<int> _timeout = new("--timeout")
    {
        Description = "After how many seconds a call is given up.",
        DefaultValueFactory = _ => 30,
        Recursive = true,
    };

    /// <summary>Adds the options to the root command.</summary>
    public void AddTo(RootCommand root)
    {
        root.Options.Add(_address);
        root.Options.Add(_key);
        root.Options.Add(_keyFile);
        root.Options.Add(_ca);
        root.Options.Add(_certificate);
        root.Options.Add(_certificateKey);
        root.Options.Add(_timeout);
    }

    /// <summary>Lets a command call the server, and turns what goes wrong into a few lines and an exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="run">What it does.</param>
    /// <param name="untilInterrupted">True when Ctrl+C is its proper end, as of a watch.</param>
    public void SetAction(
        Command command, Func<ParseResult, Session, Task> run, bool untilInterrupted = false) => command.SetAction(async (parsed, cancellationToken) =>
    {
        var address = parsed.GetRequiredValue(_address);
        try
        {
            using var session = new Session(
                address, CreateHandler(parsed, address), ReadKey(parsed), TimeSpan.FromSeconds(parsed.GetValue(_timeout)), output, cancellationToken);
            await run(parsed, session);
            return ExitCodes.Success;
        }
        catch (UndeliveredException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCodes.Refused;
        }
        catch (UsageException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCodes.WrongUsage;
        }
        catch (Exception exception) when (
            cancellationToken.IsCancellationRequested && exception is (OperationCanceledException or RpcException))
        {
            if (untilInterrupted)
                return ExitCodes.Success;
            await errors.WriteLineAsync("Interrupted: what was asked may have been done.");
            return ExitCodes.Refused;
        }
        catch (RpcException exception)
        {
            await errors.WriteAsync(ErrorText.Describe(exception, address));
            return exception.StatusCode == StatusCode.Unavailable ? ExitCodes.Unavailable : ExitCodes.Refused;
        }
    });

    private HttpMessageHandler? CreateHandler(ParseResult parsed, Uri address)
    {
        var handler = SessionTls.CreateHandler(parsed.GetValue(_ca), parsed.GetValue(_certificate), parsed.GetValue(_certificateKey));
        return handler is null || address.Scheme == Uri.UriSchemeHttps
            ? handler
            : throw new UsageException($"--ca and --cert are for TLS: --address {address} would have to begin with https.");
    }

    private string ReadKey(ParseResult parsed)
    {
        if (parsed.GetValue(_key) is { Length: > 0 } key)
            return key;

        var file = parsed.GetValue(_keyFile);
        if (file is null && Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } variable)
            return variable;

        file ??= DefaultKeyFile;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"No API key: {exception.Message} The server writes one to admin.key in its data directory on its first start; "
                + $"give it with --key-file or {KeyVariable}.");
        }
    }
}
