using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.ChatLogs.Validators;

/// <summary>The rules of <see cref="ListChatLogsRequest"/>.</summary>
internal sealed class ListChatLogsRequestValidator : AbstractValidator<ListChatLogsRequest>
{
    public ListChatLogsRequestValidator()
    {
        RuleFor(request => request.Room).RoomFilter();
        RuleFor(request => request.Bot).BotOf(request => request.Room);
        RuleFor(request => request.Sender)
            .MaximumLength(ChatLogPages.MaxSenderLength)
            .WithMessage($"must have at most {ChatLogPages.MaxSenderLength} characters");
        RuleFor(request => request.Text)
            .MaximumLength(ChatLogPages.MaxTextLength)
            .WithMessage($"must have at most {ChatLogPages.MaxTextLength} characters");
        RuleFor(request => request.Origin).IsInEnum().WithMessage("must be one of the values of ChatLogOrigin");
        RuleFor(request => request.ServerTimeFrom).Time();
        RuleFor(request => request.ServerTimeBefore).Time();
        RuleFor(request => request.ServerTimeBefore)
            .Must((request, time) => !Timestamps.TryRead(time, out var before)
                || !Timestamps.TryRead(request.ServerTimeFrom, out var from)
                || before > from)
            .WithMessage("must be later than server_time_from");
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken)
            .Must((request, token) => token.Length == 0 || ChatLogPages.TryReadToken(request, out _))
            .WithMessage("must be empty or the next_page_token of the page before, with the same filter");
    }
}
