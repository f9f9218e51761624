using Domaeka.Api.Messages;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Events.Validators;

/// <summary>The rules of <see cref="StreamEventsRequest"/>.</summary>
internal sealed class StreamEventsRequestValidator : AbstractValidator<StreamEventsRequest>
{
    private const int MaxKinds = 100;

    private static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromHours(1);

    public StreamEventsRequestValidator()
    {
        RuleFor(request => request.Kinds).Must(kinds => kinds.Count <= MaxKinds).WithMessage($"must be at most {MaxKinds}");
        RuleForEach(request => request.Kinds)
            .Must(kind => kind != EventKind.Unspecified && Enum.IsDefined(kind))
            .When(request => request.Kinds.Count <= MaxKinds)
            .WithMessage("must be one of the values of EventKind, and not unspecified");
        RuleFor(request => request.Room).RoomFilter();
        RuleFor(request => request.Device)
            .Must(name => name.Length == 0 || ResourceNames.TryParseDevice(name, out _))
            .WithMessage($"must be empty or the resource name of a device, {ResourceNames.DevicePattern}")
            .Must((request, name) => !ResourceNames.TryParseDevice(name, out var device)
                || !ResourceNames.TryParseRoom(request.Room, out var room)
                || device.BotName == room.BotName)
            .WithMessage("must be of the room's bot");
        RuleFor(request => request.Bot)
            .BotOf(request => request.Room)
            .Must((request, bot) =>
                bot.Length == 0 || !ResourceNames.TryParseDevice(request.Device, out var device) || device.BotName == bot)
            .WithMessage("must be empty or the device's bot");
        RuleFor(request => request.Messages)
            .Must(names => names.Count <= MessageLimits.MaxWatchedNames)
            .WithMessage("must be at most 1,000");
        RuleForEach(request => request.Messages)
            .MessageName()
            .When(request => request.Messages.Count <= MessageLimits.MaxWatchedNames);
        RuleFor(request => request.Schedule).ScheduleFilter();
        RuleFor(request => request.ResumeToken)
            .Must(token => token.Length == 0 || ResumeToken.TryRead(token, out _))
            .WithMessage("must be empty or the resume_token of a response");
        RuleFor(request => request.HeartbeatInterval)
            .Must(interval => Durations.TryRead(interval, out var time) && time >= ShortestHeartbeat && time <= LongestHeartbeat)
            .When(request => request.HeartbeatInterval is not null)
            .WithMessage("must be 1 s to 1 hour");
    }
}
