using Domaeka.Api.Events;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="WatchMessagesRequest"/>.</summary>
internal sealed class WatchMessagesRequestValidator : AbstractValidator<WatchMessagesRequest>
{
    private static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromMinutes(10);

    public WatchMessagesRequestValidator()
    {
        RuleFor(request => request.Names)
            .Must(names => names.Count <= MessageLimits.MaxWatchedNames)
            .WithMessage("must be at most 1,000");
        RuleForEach(request => request.Names)
            .MessageName()
            .When(request => request.Names.Count <= MessageLimits.MaxWatchedNames);
        RuleFor(request => request.Room).RoomFilter();
        RuleFor(request => request.Bot).BotOf(request => request.Room);
        RuleFor(request => request.Schedule).ScheduleFilter();
        RuleFor(request => request.ResumeToken)
            .Must(token => token.Length == 0 || ResumeToken.TryRead(token, out _))
            .WithMessage("must be empty or the resume_token of a response");
        RuleFor(request => request.HeartbeatInterval)
            .Must(interval => Durations.TryRead(interval, out var time) && time >= ShortestHeartbeat && time <= LongestHeartbeat)
            .When(request => request.HeartbeatInterval is not null)
            .WithMessage("must be 1 s to 10 minutes");
    }
}
