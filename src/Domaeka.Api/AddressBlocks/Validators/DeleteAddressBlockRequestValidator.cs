using Domaeka.Api.Resources;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.AddressBlocks.Validators;

/// <summary>The rules of <see cref="DeleteAddressBlockRequest"/>.</summary>
internal sealed class DeleteAddressBlockRequestValidator : AbstractValidator<DeleteAddressBlockRequest>
{
    public DeleteAddressBlockRequestValidator() => RuleFor(request => request.Name)
        .Must(name => ResourceNames.TryParseAddressBlock(name, out _))
        .WithMessage($"must be the resource name of an address block, {ResourceNames.AddressBlockPattern} (inside an id, / is written %2F)");
}
