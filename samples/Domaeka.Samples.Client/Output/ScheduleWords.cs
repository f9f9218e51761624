using Domaeka.V1;

namespace Domaeka.Samples.Client.Output;

/// <summary>Schedules as words.</summary>
public static class ScheduleWords
{
    /// <summary>When it comes due.</summary>
    public static string Of(Recurrence? recurrence)
    {
        if (recurrence is null)
            return "";

        var rule = recurrence.RuleCase switch
        {
            Recurrence.RuleOneofCase.Once => $"once {recurrence.Once.Date} {string.Join(',', recurrence.Once.Times)}",
            Recurrence.RuleOneofCase.Daily => $"daily {string.Join(',', recurrence.Daily.Times)}",
            Recurrence.RuleOneofCase.Weekly =>
                $"{string.Join(',', recurrence.Weekly.Weekdays.Select(day => day.ToString()[..3]))} {string.Join(',', recurrence.Weekly.Times)}",
            _ => $"cron {recurrence.Cron.Expression}",
        };
        return rule
            + (recurrence.ValidFrom.Length > 0 ? $" from {recurrence.ValidFrom}" : "")
            + (recurrence.ValidUntil.Length > 0 ? $" until {recurrence.ValidUntil}" : "");
    }

    /// <summary>What becomes of missed occurrences; empty for the server's default.</summary>
    public static string Of(MisfirePolicy? policy) => policy?.Mode switch
    {
        null => "",
        MisfireMode.RunIfLate => $"sent while late by at most {policy.Tolerance.ToTimeSpan()}",
        MisfireMode.Skip => "skipped",
        _ => "sent once, however late",
    };

    /// <summary>The text; that of a template with its values behind it.</summary>
    public static string TextOf(ScheduleContent? content) => content switch
    {
        null => "",
        { ProcessedText.Length: > 0 } => content.ProcessedText,
        { BodyCase: ScheduleContent.BodyOneofCase.Template } =>
            $"{content.Template.Text} ({string.Join(", ", content.Template.Values.Select(value => $"{value.Key}={value.Value}"))})",
        _ => content.Text,
    };

    /// <summary>How many pictures; empty for none.</summary>
    public static string PicturesOf(ScheduleContent? content) => content is null || content.FirstImages.Count + content.SecondImages.Count == 0
        ? ""
        : $"{content.FirstImages.Count} + {content.SecondImages.Count}";
}
