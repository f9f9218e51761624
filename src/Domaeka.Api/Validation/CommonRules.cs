using Domaeka.Api.Resources;
using Domaeka.Core.Devices;
using Domaeka.V1;
using FluentValidation;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Api.Validation;

/// <summary>Rules that several requests share.</summary>
internal static class CommonRules
{
    /// <summary>Longest reason for a refusal, in characters (the narrowest column in the field holds 255).</summary>
    public const int MaxReasonLength = 200;

    /// <summary>Longest note of an administrator, in characters.</summary>
    public const int MaxDescriptionLength = 1_000;

    private const string EscapeHint = "inside an id, % is written %25 and / is written %2F";

    /// <summary>Required; the resource name of a device.</summary>
    public static IRuleBuilderOptions<T, string> DeviceName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => ResourceNames.TryParseDevice(name, out _))
        .WithMessage($"must be the resource name of a device, {ResourceNames.DevicePattern} ({EscapeHint})");

    /// <summary>Required; the resource name of a room.</summary>
    public static IRuleBuilderOptions<T, string> RoomName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => ResourceNames.TryParseRoom(name, out _))
        .WithMessage($"must be the resource name of a room, {ResourceNames.RoomPattern} ({EscapeHint})");

    /// <summary>Required; the resource name of a message.</summary>
    public static IRuleBuilderOptions<T, string> MessageName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => ResourceNames.TryParseMessage(name, out _))
        .WithMessage($"must be the resource name of a message, {ResourceNames.MessagePattern} (32 lower-case hexadecimal digits)");

    /// <summary>Optional; the resource name of a room.</summary>
    public static IRuleBuilderOptions<T, string> RoomFilter<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => name.Length == 0 || ResourceNames.TryParseRoom(name, out _))
        .WithMessage($"must be empty or the resource name of a room, {ResourceNames.RoomPattern} ({EscapeHint})");

    /// <summary>Optional; a bot's plain name, the room's where a room is named beside it.</summary>
    public static IRuleBuilderOptions<T, string> BotOf<T>(this IRuleBuilder<T, string> rule, Func<T, string> room) => rule
        .BotName()
        .Must((request, bot) =>
            bot.Length == 0 || !ResourceNames.TryParseRoom(room(request), out var key) || key.BotName == bot)
        .WithMessage("must be empty or the room's bot");

    /// <summary>Optional; the resource name of a schedule.</summary>
    public static IRuleBuilderOptions<T, string> ScheduleFilter<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(name => name.Length == 0 || ResourceNames.TryParseSchedule(name, out _))
        .WithMessage($"must be empty or the resource name of a schedule, {ResourceNames.SchedulePattern}");

    /// <summary>Optional; a point in time.</summary>
    public static IRuleBuilderOptions<T, Timestamp> Time<T>(this IRuleBuilder<T, Timestamp> rule) => rule
        .Must(time => time is null || Timestamps.TryRead(time, out _))
        .WithMessage("must be a time between the years 1 and 9999, its nanos 0 to 999,999,999");

    /// <summary>Optional; a bot's plain name.</summary>
    public static IRuleBuilderOptions<T, string> BotName<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(bot => bot.Length <= DeviceKey.MaxBotNameLength && !bot.Any(char.IsControl))
        .WithMessage($"must be a bot's name: at most {DeviceKey.MaxBotNameLength} characters, no control characters");

    /// <summary>Optional; why something is refused.</summary>
    public static IRuleBuilderOptions<T, string> Reason<T>(this IRuleBuilder<T, string> rule) => rule
        .MaximumLength(MaxReasonLength)
        .WithMessage($"must have at most {MaxReasonLength} characters");

    /// <summary>Optional; an administrator's note.</summary>
    public static IRuleBuilderOptions<T, string> Description<T>(this IRuleBuilder<T, string> rule) => rule
        .MaximumLength(MaxDescriptionLength)
        .WithMessage($"must have at most {MaxDescriptionLength} characters");

    /// <summary>Optional; one of the known statuses.</summary>
    public static IRuleBuilderOptions<T, ApprovalStatus> KnownStatus<T>(this IRuleBuilder<T, ApprovalStatus> rule) => rule
        .IsInEnum()
        .WithMessage("must be one of the values of ApprovalStatus");

    /// <summary>Optional; not negative.</summary>
    public static IRuleBuilderOptions<T, int> PageSize<T>(this IRuleBuilder<T, int> rule) => rule
        .GreaterThanOrEqualTo(0)
        .WithMessage($"must not be negative; 0 means {Paging.PageSize.Default}, and {Paging.PageSize.Max} is the most");

    /// <summary>Optional; a token that this listing, narrowed like this, has given out.</summary>
    public static IRuleBuilderOptions<T, string> PageToken<T>(
        this IRuleBuilder<T, string> rule, Func<T, string[]> filter, int parts) => rule
        .Must((request, token) => token.Length == 0 || Paging.PageToken.TryRead(token, filter(request), parts, out _))
        .WithMessage("must be empty or the next_page_token of the page before, with the same filter");
}
