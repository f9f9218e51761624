namespace Domaeka.Protocol.Codec.Json;

/// <summary>The name of a field for error details, in camelCase whatever the dialect.</summary>
internal static class FieldText
{
    private static readonly string[] Names = [.. Enum.GetNames<Field>().Select(Camel)];

    public static string? Of(Field field) => field == Field.None ? null : Names[(int)field];

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
