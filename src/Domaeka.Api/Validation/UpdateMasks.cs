using FluentValidation;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Api.Validation;

/// <summary>Update masks (AIP-134), with paths of one level.</summary>
internal static class UpdateMasks
{
    private const string Everything = "*";

    /// <summary>Optional; paths out of <paramref name="updatable"/>, or <c>*</c> alone.</summary>
    public static IRuleBuilderOptionsConditions<T, FieldMask> UpdateMask<T>(
        this IRuleBuilder<T, FieldMask> rule, IReadOnlyList<string> updatable) => rule.Custom((mask, context) =>
        {
            if (IsOpen(mask))
                return;
            foreach (var path in mask.Paths.Distinct().Where(path => !updatable.Contains(path)))
                context.AddFailure($"\"{path}\" cannot be updated; the paths are {string.Join(", ", updatable)}, or * alone");
        });

    /// <summary>True when the mask leaves the choice to what is set: it is unset, empty or <c>*</c>.</summary>
    public static bool IsOpen(FieldMask? mask) => mask is null || mask.Paths.Count == 0 || mask.Paths is [Everything];

    /// <summary>True when the field is to be changed: the mask names it, or is open and the field is set.</summary>
    public static bool Covers(FieldMask? mask, string path, bool isSet) => IsOpen(mask) ? isSet : mask!.Paths.Contains(path);
}
