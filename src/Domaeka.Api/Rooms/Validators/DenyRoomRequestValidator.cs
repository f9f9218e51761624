using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Rooms.Validators;

/// <summary>The rules of <see cref="DenyRoomRequest"/>.</summary>
internal sealed class DenyRoomRequestValidator : AbstractValidator<DenyRoomRequest>
{
    public DenyRoomRequestValidator()
    {
        RuleFor(request => request.Name).RoomName();
        RuleFor(request => request.Reason).Reason();
    }
}
