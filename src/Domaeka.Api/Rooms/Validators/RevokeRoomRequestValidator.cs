using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Rooms.Validators;

/// <summary>The rules of <see cref="RevokeRoomRequest"/>.</summary>
internal sealed class RevokeRoomRequestValidator : AbstractValidator<RevokeRoomRequest>
{
    public RevokeRoomRequestValidator()
    {
        RuleFor(request => request.Name).RoomName();
        RuleFor(request => request.Reason).Reason();
    }
}
