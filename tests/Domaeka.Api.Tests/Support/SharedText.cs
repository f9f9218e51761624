using System.Text;

namespace Domaeka.Api.Tests.Support;

/// <summary>Text that is read while somebody else still writes it.</summary>
internal sealed class SharedText : TextWriter
{
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_text)
            _text.Append(value);
    }

    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }
}
