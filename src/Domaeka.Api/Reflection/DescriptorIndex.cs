using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Domaeka.Api.Reflection;

/// <summary>The files that declare services, with everything that they depend on, by path and by what they declare.</summary>
internal sealed class DescriptorIndex
{
    private readonly FrozenDictionary<string, FileDescriptor> _byPath;
    private readonly FrozenDictionary<string, FileDescriptor> _bySymbol;
    private readonly FrozenSet<string> _messages;

    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        var listed = services.ToList();
        Services = [.. listed.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        var files = new Dictionary<string, FileDescriptor>(StringComparer.Ordinal);
        foreach (var service in listed)
            Collect(service.File, files);

        _byPath = files.ToFrozenDictionary(StringComparer.Ordinal);
        _bySymbol = files.Values
            .SelectMany(file => SymbolsOf(file), (file, symbol) => (symbol, file))
            .DistinctBy(entry => entry.symbol)
            .ToFrozenDictionary(entry => entry.symbol, entry => entry.file, StringComparer.Ordinal);
        _messages = files.Values.SelectMany(file => file.MessageTypes).SelectMany(WithNested)
            .Select(message => message.FullName)
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The full names of the services, in their order.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>The file at a path; null when there is none.</summary>
    public FileDescriptor? FindFile(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>The file that declares a symbol; null when none does. A leading dot, which marks a full name, does no harm.</summary>
    public FileDescriptor? FindSymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol.StartsWith('.') ? symbol[1..] : symbol);

    /// <summary>True when there is a message type of this full name.</summary>
    public bool HasMessage(string name) => _messages.Contains(name);

    private static void Collect(FileDescriptor file, Dictionary<string, FileDescriptor> files)
    {
        if (!files.TryAdd(file.Name, file))
            return;
        foreach (var dependency in file.Dependencies)
            Collect(dependency, files);
    }

    private static IEnumerable<string> SymbolsOf(FileDescriptor file)
    {
        var messages = file.MessageTypes.SelectMany(WithNested).ToList();
        var enums = file.EnumTypes.Concat(messages.SelectMany(message => message.EnumTypes)).ToList();
        return
        [
            .. file.Services.Select(service => service.FullName),
            .. file.Services.SelectMany(service => service.Methods).Select(method => method.FullName),
            .. messages.Select(message => message.FullName),
            .. messages.SelectMany(message => message.Fields.InDeclarationOrder()).Select(field => field.FullName),
            .. messages.SelectMany(message => message.Oneofs).Select(oneof => oneof.FullName),
            .. enums.Select(type => type.FullName),
            .. enums.SelectMany(type => type.Values).Select(value => value.FullName),
        ];
    }

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.NestedTypes.SelectMany(WithNested).Prepend(message);
}
