using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Rooms.Validators;

/// <summary>The rules of <see cref="BlockRoomRequest"/>.</summary>
internal sealed class BlockRoomRequestValidator : AbstractValidator<BlockRoomRequest>
{
    public BlockRoomRequestValidator()
    {
        RuleFor(request => request.Name).RoomName();
        RuleFor(request => request.Reason).Reason();
    }
}
