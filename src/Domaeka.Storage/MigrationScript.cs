namespace Domaeka.Storage;

/// <summary>The SQL files of this project.</summary>
internal static class MigrationScript
{
    /// <summary>The text of a script, such as <c>sqlite/0001_base_tables.sql</c>.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(MigrationScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The migration script {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
