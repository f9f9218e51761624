using System.Text;

namespace Domaeka.Api.Validation;

/// <summary>
/// Writes a path of C# properties as the path of proto fields: <c>Media.Items[0].Uri</c> becomes <c>media.items[0].uri</c>.
/// </summary>
internal static class FieldPaths
{
    /// <summary>
    /// The proto path. Field names are lower_snake_case and generated properties their PascalCase, so it is a matter of letters.
    /// </summary>
    public static string ToProto(string propertyPath)
    {
        var path = new StringBuilder(propertyPath.Length + 8);
        var atStart = true;
        var inKey = false;
        foreach (var character in propertyPath)
        {
            // An index, or a key of a map, stands as it is.
            if (character is '[' or ']')
                inKey = character == '[';
            if (inKey)
            {
                path.Append(character);
                continue;
            }

            if (char.IsAsciiLetterUpper(character) && !atStart)
                path.Append('_');
            path.Append(char.ToLowerInvariant(character));
            atStart = character == '.';
        }

        return path.ToString();
    }
}
