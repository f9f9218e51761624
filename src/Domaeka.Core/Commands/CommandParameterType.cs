namespace Domaeka.Core.Commands;

/// <summary>What a parameter's value must be.</summary>
public enum CommandParameterType
{
    /// <summary>Any text; quote it with <c>"</c> if it holds blanks.</summary>
    Text,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A decimal number with <c>.</c></summary>
    Number,

    /// <summary><c>true</c>/<c>false</c>, <c>예</c>/<c>아니오</c>, <c>on</c>/<c>off</c>, <c>1</c>/<c>0</c>; the bare name means true.</summary>
    Boolean,
}
