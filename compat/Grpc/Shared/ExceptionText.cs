using System.Text;

namespace Grpc.Shared;

/// <summary>Puts an exception with its causes into one line for a status detail.</summary>
internal static class ExceptionText
{
    public static string Describe(Exception exception)
    {
        if (exception.InnerException is null)
            return $"{exception.GetType().Name}: {exception.Message}";

        var text = new StringBuilder();
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (text.Length > 0)
                text.Append(' ');
            text.Append(current.GetType().Name).Append(": ").Append(current.Message);
        }

        return text.ToString();
    }
}
