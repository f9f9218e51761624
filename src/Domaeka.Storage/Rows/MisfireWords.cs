using Domaeka.Core.Scheduling;

namespace Domaeka.Storage.Rows;

/// <summary>The words of <c>dk_schedules.misfire</c> and <c>dk_schedule_runs.skip_reason</c>.</summary>
internal static class MisfireWords
{
    /// <summary>The stored word.</summary>
    public static string ToStoredWord(this MisfireMode mode) => mode switch
    {
        MisfireMode.Skip => "skip",
        MisfireMode.RunOnce => "run_once",
        _ => "run_if_late",
    };

    /// <summary>The policy; null when there is none or the word is none of the known ones.</summary>
    public static MisfirePolicy? Read(string? word, int? seconds) => word switch
    {
        "skip" => new MisfirePolicy(MisfireMode.Skip, TimeSpan.Zero),
        "run_once" => new MisfirePolicy(MisfireMode.RunOnce, TimeSpan.Zero),
        "run_if_late" when seconds is >= 0 and var late && late <= MisfirePolicy.MaxTolerance.TotalSeconds =>
            new MisfirePolicy(MisfireMode.RunIfLate, TimeSpan.FromSeconds(late)),
        _ => null,
    };

    /// <summary>The stored word.</summary>
    public static string ToStoredWord(this ScheduleSkipReason reason) => reason switch
    {
        ScheduleSkipReason.Missed => "missed",
        ScheduleSkipReason.RoomNotFound => "room_not_found",
        ScheduleSkipReason.ContentInvalid => "content_invalid",
        ScheduleSkipReason.TemplateValueMissing => "template_value_missing",
        ScheduleSkipReason.PictureUnavailable => "picture_unavailable",
        ScheduleSkipReason.Rejected => "rejected",
        _ => "unknown",
    };

    /// <summary>The value of an enumeration that a word such as <c>room_not_found</c> stands for; null for no word or an unknown one.</summary>
    public static T? ReadWord<T>(string? word)
        where T : struct, Enum =>
        word is { Length: > 0 } && char.IsAsciiLetter(word[0])
        && Enum.TryParse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var value)
            ? value
            : null;
}
