using System.Globalization;
using System.Text.Json;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>Finds the database in a decrypted document. Its messages name fields, never values.</summary>
internal static class DatabaseLoginReader
{
    private const int DefaultPort = 3306;

    private static readonly string[] Sections = ["database", "databases", "db", "dbs", "mysql", "mariadb"];

    /// <summary>The login; null when there is a <paramref name="problem"/>, a clause without a full stop.</summary>
    /// <param name="json">The document.</param>
    /// <param name="chosen">Which of several named databases; null or empty: there is to be one.</param>
    /// <param name="problem">What is missing, or not clear.</param>
    public static DatabaseLogin? Read(ReadOnlySpan<byte> json, string? chosen, out string problem)
    {
        problem = SettingsDocument.FindFlaw(json) ?? "";
        if (problem.Length > 0)
            return null;

        using var document = SettingsDocument.Parse(json);
        return FindDatabase(document.RootElement, chosen, out var place, out problem) is { } element
            ? ReadFields(element, place, out problem)
            : null;
    }

    private static JsonElement? FindDatabase(JsonElement root, string? chosen, out string place, out string problem)
    {
        place = problem = "";
        var sections = root.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.Object && Sections.Contains(LoginField.Plain(property.Name)))
            .ToList();
        if (sections.Count > 1)
        {
            problem = $"it has several sections of a database: {NamesOf(sections)}";
            return null;
        }

        // Beside a section, host and port may be those of a server; an account can only be that of a database.
        if (sections.Count == 1 && Given(root, LoginField.User).Count > 0)
        {
            problem = $"both the top level and \"{sections[0].Name}\" hold a database";
            return null;
        }

        if (sections.Count == 0)
            return Choose(root, "the top level", [], chosen, ref place, ref problem);

        var named = sections[0].Value.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object).ToList();
        var isOne = LoginField.All.Any(field => Given(sections[0].Value, field).Count > 0);
        return Choose(sections[0].Value, $"\"{sections[0].Name}\"", isOne ? [] : named, chosen, ref place, ref problem);
    }

    private static JsonElement? Choose(
        JsonElement own, string ownPlace, List<JsonProperty> named, string? chosen, ref string place, ref string problem)
    {
        var wanted = string.IsNullOrWhiteSpace(chosen) ? null : chosen.Trim();
        place = ownPlace;
        if (named.Count == 0)
        {
            if (wanted is null)
                return own;
            problem = $"{ownPlace} holds no databases by name, so that \"{wanted}\" cannot be chosen";
            return null;
        }

        var matching = wanted is null ? named : named.Where(property => property.Name == wanted).ToList();
        if (matching.Count == 1)
        {
            place = $"\"{matching[0].Name}\"";
            return matching[0].Value;
        }

        problem = wanted is null
            ? $"{ownPlace} holds several databases ({NamesOf(named)}); choose one with Storage:EncryptedSettingsDatabase"
            : $"{ownPlace} holds {(matching.Count == 0 ? "no" : "more than one")} database \"{wanted}\", but {NamesOf(named)}";
        return null;
    }

    private static DatabaseLogin? ReadFields(JsonElement database, string place, out string problem)
    {
        problem = "";
        if (database.EnumerateObject().FirstOrDefault(IsUnknownTls) is { Value.ValueKind: not JsonValueKind.Undefined } tls)
        {
            problem = $"{place} asks for TLS by \"{tls.Name}\", which is not known; allowed: ssl_mode, with the words of the connection string";
            return null;
        }

        foreach (var field in LoginField.All)
        {
            problem = CheckField(database, place, field);
            if (problem.Length > 0)
                return null;
        }

        return new DatabaseLogin
        {
            Host = TextOf(database, LoginField.Host)!.Trim(),
            Port = TextOf(database, LoginField.Port) is { } port ? int.Parse(port, CultureInfo.InvariantCulture) : DefaultPort,
            User = TextOf(database, LoginField.User)!,
            Password = TextOf(database, LoginField.Password)!,
            Database = TextOf(database, LoginField.Database)!,
            SslMode = TextOf(database, LoginField.SslMode),
        };
    }

    private static string CheckField(JsonElement database, string place, LoginField field)
    {
        var given = Given(database, field);
        if (given.Select(property => TextOf(property.Value)).Distinct().Count() > 1)
            return $"{place} says \"{field.Name}\" twice, and not the same: {NamesOf(given)}";
        if (given.Count == 0)
        {
            return field == LoginField.Port || field == LoginField.SslMode
                ? ""
                : $"{place} has no \"{field.Name}\" (also called {string.Join(", ", field.Aliases.Skip(1))})";
        }

        if (TextOf(given[0].Value) is not { } text)
            return $"\"{given[0].Name}\" of {place} is no text";
        if (text.Contains('\0', StringComparison.Ordinal))
            return $"\"{given[0].Name}\" of {place} has a character that cannot be in it";
        if (field == LoginField.Port)
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
                ? ""
                : $"\"{given[0].Name}\" of {place} is no port; allowed: 1 to 65535";
        }

        return text.Trim().Length == 0 && field != LoginField.Password ? $"\"{given[0].Name}\" of {place} is empty" : "";
    }

    // A wish for TLS that is passed over would send the password and the data in clear text.
    private static bool IsUnknownTls(JsonProperty property)
    {
        var name = LoginField.Plain(property.Name);
        return (name.StartsWith("ssl", StringComparison.Ordinal) || name.StartsWith("tls", StringComparison.Ordinal))
            && LoginField.Of(property.Name) is null
            && property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False);
    }

    private static List<JsonProperty> Given(JsonElement database, LoginField field) =>
    [
        .. database.EnumerateObject().Where(property =>
            LoginField.Of(property.Name) == field
            && property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array)),
    ];

    private static string? TextOf(JsonElement database, LoginField field) =>
        Given(database, field) is [var first, ..] ? TextOf(first.Value) : null;

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string NamesOf(IEnumerable<JsonProperty> properties) =>
        string.Join(", ", properties.Select(property => $"\"{property.Name}\""));
}
