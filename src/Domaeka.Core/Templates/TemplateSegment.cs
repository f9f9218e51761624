namespace Domaeka.Core.Templates;

/// <summary>A piece of a template.</summary>
/// <param name="Text">What it says, or the name of the value that it stands for.</param>
/// <param name="IsPlaceholder">True when <paramref name="Text"/> is a name.</param>
internal readonly record struct TemplateSegment(string Text, bool IsPlaceholder);
