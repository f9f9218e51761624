using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Rooms.Validators;

/// <summary>The rules of <see cref="ApproveRoomRequest"/>.</summary>
internal sealed class ApproveRoomRequestValidator : AbstractValidator<ApproveRoomRequest>
{
    public ApproveRoomRequestValidator()
    {
        RuleFor(request => request.Name).RoomName();
    }
}
