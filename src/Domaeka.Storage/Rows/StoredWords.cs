using System.Text;

namespace Domaeka.Storage.Rows;

/// <summary>
/// The words of an enum in the tables of this server: its names in lower-case snake_case, such as <c>room_not_approved</c>. A member must
/// not be renamed once it was released.
/// </summary>
internal static class StoredWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(value => value, value => ToSnakeCase(value.ToString()));

    private static readonly Dictionary<string, T> Values = Words.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The word to store.</summary>
    public static string Of(T value) => Words.TryGetValue(value, out var word)
        ? word
        : throw new ArgumentOutOfRangeException(nameof(value), value, "This value has no stored word.");

    /// <summary>What a word means; <paramref name="otherwise"/> when there is none, or when a newer program wrote it.</summary>
    public static T Read(string? word, T otherwise) => word is not null && Values.TryGetValue(word, out var value) ? value : otherwise;

    private static string ToSnakeCase(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
                word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
