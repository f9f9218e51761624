namespace Domaeka.Core.Templates;

/// <summary>Why a template gave no text.</summary>
public enum TemplateFailure
{
    /// <summary>It gave one.</summary>
    None,

    /// <summary>Placeholders have no value (<see cref="TemplateResult.MissingNames"/>).</summary>
    MissingValues,

    /// <summary>The text would be longer than <see cref="NoticeTemplate.MaxLength"/>.</summary>
    TooLong,
}
