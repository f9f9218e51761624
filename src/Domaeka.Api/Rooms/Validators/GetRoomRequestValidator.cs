using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Rooms.Validators;

/// <summary>The rules of <see cref="GetRoomRequest"/>.</summary>
internal sealed class GetRoomRequestValidator : AbstractValidator<GetRoomRequest>
{
    public GetRoomRequestValidator()
    {
        RuleFor(request => request.Name).RoomName();
    }
}
