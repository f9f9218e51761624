using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Rooms.Validators;

/// <summary>The rules of <see cref="UpdateRoomRequest"/>.</summary>
internal sealed class UpdateRoomRequestValidator : AbstractValidator<UpdateRoomRequest>
{
    private const int MaxConcurrency = 100;
    private const int MaxOwners = 100;
    private const int MaxOwnerLength = 100;
    private const int MaxRetentionDays = 36_500;

    public UpdateRoomRequestValidator()
    {
        RuleFor(request => request.UpdateMask).UpdateMask(RoomFields.Updatable);
        RuleFor(request => request.Room).NotNull().WithMessage("must be set");
        When(request => request.Room is not null, () =>
        {
            RuleFor(request => request.Room.Name).RoomName();
            RuleFor(request => request.Room.Description).Description();
            RuleFor(request => request.Room.Concurrency)
                .InclusiveBetween(0, MaxConcurrency)
                .WithMessage($"must be 1 to {MaxConcurrency}, or 0 for the server's default");
            RuleFor(request => request.Room.Owners)
                .Must(owners => owners.Count <= MaxOwners)
                .WithMessage($"must be at most {MaxOwners}");
            RuleForEach(request => request.Room.Owners)
                .Must(owner => !string.IsNullOrWhiteSpace(owner) && owner.Length <= MaxOwnerLength)
                .WithMessage($"must have 1 to {MaxOwnerLength} characters");
            RuleFor(request => request.Room.LogSettings.RetentionDays)
                .InclusiveBetween(0, MaxRetentionDays)
                .When(request => request.Room.LogSettings is not null)
                .WithMessage("must be 1 to 36,500, or 0 to keep lines for ever");
        });
    }
}
