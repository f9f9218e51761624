using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Domaeka.Api.Configuration;

/// <summary>Where settings come from, later ones over earlier ones: <c>appsettings.json</c>, the environment, the command line.</summary>
internal sealed class SettingsSource
{
    /// <summary>What our environment variables start with; <c>__</c> stands for the colon.</summary>
    public const string EnvironmentPrefix = "DOMAEKA_";

    private const string FileName = "appsettings.json";

    private readonly List<string> _problems = [];

    private SettingsSource(IConfigurationRoot configuration)
    {
        Configuration = configuration;
    }

    /// <summary>Everything that was given.</summary>
    public IConfigurationRoot Configuration { get; }

    /// <summary>What could not be read at all: a broken file, an argument that is no setting.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads the file beside the program, the one in the working directory, the environment and the arguments.</summary>
    public static SettingsSource Read(IReadOnlyList<string> arguments) =>
        Read(arguments, AppContext.BaseDirectory, Directory.GetCurrentDirectory());

    /// <summary>Reads the files in these directories, the environment and the arguments.</summary>
    public static SettingsSource Read(IReadOnlyList<string> arguments, params IEnumerable<string> directories)
    {
        var problems = new List<string>();
        var builder = new ConfigurationBuilder();
        foreach (var directory in directories.Distinct())
            AddFile(builder, Path.Combine(directory, FileName), problems);

        builder.AddEnvironmentVariables(EnvironmentPrefix);
        builder.AddCommandLine([.. CommandLine.ToPairs(arguments, problems)]);
        var source = new SettingsSource(builder.Build());
        source._problems.AddRange(problems);
        return source;
    }

    /// <summary>The value of a key, or null when it was not given.</summary>
    public string? Find(string key) => Configuration[key];

    /// <summary>Every given key that has a value.</summary>
    public IEnumerable<string> GivenKeys =>
        Configuration.AsEnumerable().Where(pair => pair.Value is not null).Select(pair => pair.Key);

    /// <summary>True when the key was given by the environment and nowhere above it.</summary>
    public bool IsFromEnvironment(string key) => FindProvider(key) is EnvironmentVariablesConfigurationProvider;

    /// <summary>True when the key was given by whoever starts the server, on the command line or by the environment, and not by a file.</summary>
    public bool IsGivenAtStart(string key) =>
        FindProvider(key) is CommandLineConfigurationProvider or EnvironmentVariablesConfigurationProvider;

    /// <summary>Where the value that counts comes from, for people.</summary>
    public string Describe(string key) => FindProvider(key) switch
    {
        CommandLineConfigurationProvider => "the command line",
        EnvironmentVariablesConfigurationProvider =>
            $"the environment, {EnvironmentPrefix}{key.Replace(":", "__", StringComparison.Ordinal)}",
        JsonConfigurationProvider json => json.Source.Path is { } path
            ? Path.Combine((json.Source.FileProvider as Microsoft.Extensions.FileProviders.PhysicalFileProvider)?.Root ?? "", path)
            : FileName,
        _ => "the program",
    };

    private static void AddFile(ConfigurationBuilder builder, string path, List<string> problems)
    {
        if (!File.Exists(path))
            return;

        // A broken file would throw out of Build and hide every other problem.
        try
        {
            new ConfigurationBuilder().AddJsonFile(path, optional: false, reloadOnChange: false).Build();
            builder.AddJsonFile(path, optional: false, reloadOnChange: false);
        }
        catch (Exception exception)
            when (exception is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            problems.Add($"{path} cannot be read: {exception.GetBaseException().Message}");
        }
    }

    private IConfigurationProvider? FindProvider(string key) =>
        Configuration.Providers.LastOrDefault(provider => provider.TryGet(key, out var value) && value is not null);
}
