using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="ListMessagesRequest"/>.</summary>
internal sealed class ListMessagesRequestValidator : AbstractValidator<ListMessagesRequest>
{
    public ListMessagesRequestValidator()
    {
        RuleFor(request => request.Room).RoomFilter();
        RuleFor(request => request.Bot).BotOf(request => request.Room);
        RuleFor(request => request.State).IsInEnum().WithMessage("must be one of the values of DeliveryState");
        RuleFor(request => request.Schedule).ScheduleFilter();
        RuleFor(request => request.CreateTimeFrom).Time();
        RuleFor(request => request.CreateTimeBefore).Time();
        RuleFor(request => request.CreateTimeBefore)
            .Must((request, time) => !Timestamps.TryRead(time, out var before)
                || !Timestamps.TryRead(request.CreateTimeFrom, out var from)
                || before > from)
            .WithMessage("must be later than create_time_from");
        RuleFor(request => request.View).IsInEnum().WithMessage("must be one of the values of MessageView");
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken)
            .Must((request, token) => token.Length == 0 || MessagePages.TryReadToken(request, out _))
            .WithMessage("must be empty or the next_page_token of the page before, with the same filter");
    }
}
