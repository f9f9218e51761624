using System.Text;
using Google.Rpc;

namespace Domaeka.Api.Errors;

/// <summary>
/// Keeps an error inside the trailers of a response: clients refuse more than 8 KiB of them, and would then tell their callers nothing of
/// what is wrong.
/// </summary>
internal static class ViolationList
{
    /// <summary>Most bytes of violations.</summary>
    private const int MaxBytes = 3_500;

    /// <summary>Most bytes of the sentence, which repeats them. What is not ASCII travels in three times its length.</summary>
    private const int MaxSentenceBytes = 800;

    /// <summary>Most characters of a field's path or of a description, which may repeat what the caller wrote.</summary>
    private const int MaxTextLength = 300;

    /// <summary>The violations as far as they fit, at least one; the last one says how many more there are.</summary>
    public static IReadOnlyList<BadRequest.Types.FieldViolation> Cut(IReadOnlyCollection<BadRequest.Types.FieldViolation> violations)
    {
        var told = new List<BadRequest.Types.FieldViolation>();
        var bytes = 0;
        foreach (var violation in violations)
        {
            violation.Field = Shorten(violation.Field);
            violation.Description = Shorten(violation.Description);
            bytes += violation.CalculateSize();
            told.Add(violation);
            var left = violations.Count - told.Count;
            if (bytes > MaxBytes && left > 0)
            {
                violation.Description += $" ({left} more violations are left out)";
                break;
            }
        }

        return told;
    }

    /// <summary>The violations in one sentence, cut where it grows long.</summary>
    public static string Describe(IReadOnlyList<BadRequest.Types.FieldViolation> violations)
    {
        var sentence = new StringBuilder("The request is not valid");
        var bytes = 0;
        foreach (var violation in violations)
        {
            var entry = $"{(bytes == 0 ? ": " : "; ")}{violation.Field}: {violation.Description}";
            bytes += Encoding.UTF8.GetByteCount(entry);
            if (bytes > MaxSentenceBytes)
                return sentence.Append("; the details tell more").ToString();
            sentence.Append(entry);
        }

        return sentence.ToString();
    }

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : text[..MaxTextLength] + "...";
}
