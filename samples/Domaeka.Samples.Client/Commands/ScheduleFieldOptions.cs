using System.CommandLine;
using Domaeka.V1;
using Google.Protobuf;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Domaeka.Samples.Client.Commands;

/// <summary>The options that say what a schedule is like.</summary>
public sealed class ScheduleFieldOptions
{
    private readonly Option<string[]> _room = new("--room")
    {
        Description = "bots/BOT/rooms/CHANNEL, or the two ids: BOT CHANNEL",
        HelpName = "BOT CHANNEL",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _title = new("--title") { Description = "A title." };
    private readonly Option<string> _note = new("--description") { Description = "A note." };
    private readonly Option<string> _device = new("--device") { Description = "The phone that is preferred, bots/BOT/devices/DEVICE." };
    private readonly Option<string> _date = new("--date") { Description = "Once, on this day.", HelpName = "YYYY-MM-DD" };
    private readonly Option<bool> _daily = new("--daily") { Description = "Every day." };
    private readonly Option<Weekday[]> _weekdays = Many<Weekday>("--weekly", "On these days of every week.");
    private readonly Option<string> _cron = new("--cron") { Description = "By a cron expression, in quotation marks." };
    private readonly Option<string[]> _times = Many<string>("--time", "At these times of the day, HH:MM or HH:MM:SS.");
    private readonly Option<string> _from = new("--from") { Description = "The first day.", HelpName = "YYYY-MM-DD" };
    private readonly Option<string> _until = new("--until") { Description = "The last day.", HelpName = "YYYY-MM-DD" };
    private readonly Option<string> _text = new("--text") { Description = "The text." };
    private readonly Option<string> _template = new("--template") { Description = "A text with placeholders, such as {주문자명}." };
    private readonly Option<string[]> _values = Many<string>("--value", "Values of the placeholders, NAME=VALUE.");
    private readonly Option<string[]> _first = Many<string>("--image", "Pictures behind the text: addresses or files of this machine.");
    private readonly Option<string[]> _second = Many<string>("--second-image", "Pictures behind those.");
    private readonly Option<int?> _interval = new("--interval") { Description = "Seconds in front of the second pictures." };
    private readonly Option<string> _missed = new Option<string>("--if-missed") { Description = "What becomes of missed occurrences." }
        .AcceptOnlyFromAmong("late", "skip", "once");

    private readonly Option<double?> _tolerance = new("--late-minutes") { Description = "With --if-missed late: how late." };

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        Option[] all =
        [
            _room, _title, _note, _device, _date, _daily, _weekdays, _cron, _times, _from, _until, _text, _template, _values, _first, _second,
            _interval, _missed, _tolerance,
        ];
        foreach (var option in all)
            command.Add(option);
    }

    /// <summary>The schedule that was typed.</summary>
    public async Task<Schedule> ReadAsync(ParseResult parsed) => new()
    {
        Room = parsed.GetValue(_room) is { Length: > 0 } room ? Names.Resolve(room, RoomCommands.Collection) : "",
        Title = parsed.GetValue(_title) ?? "",
        Description = parsed.GetValue(_note) ?? "",
        Device = parsed.GetValue(_device) ?? "",
        Recurrence = ReadRecurrence(parsed),
        MisfirePolicy = ReadPolicy(parsed),
        Content = await ReadContentAsync(parsed),
    };

    private static Option<T[]> Many<T>(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private Recurrence? ReadRecurrence(ParseResult parsed)
    {
        var (date, days, cron) = (parsed.GetValue(_date), parsed.GetValue(_weekdays) ?? [], parsed.GetValue(_cron));
        var times = parsed.GetValue(_times) ?? [];
        var rules = (date is null ? 0 : 1) + (parsed.GetValue(_daily) ? 1 : 0) + (days.Length > 0 ? 1 : 0) + (cron is null ? 0 : 1);
        if (rules == 0 && times.Length == 0 && parsed.GetValue(_from) is null && parsed.GetValue(_until) is null)
            return null;
        if (rules != 1)
            throw new UsageException("Give exactly one of --date, --daily, --weekly, --cron.");

        var recurrence = new Recurrence { ValidFrom = parsed.GetValue(_from) ?? "", ValidUntil = parsed.GetValue(_until) ?? "" };
        if (date is not null)
            recurrence.Once = new OnceRule { Date = date, Times = { times } };
        else if (cron is not null)
            recurrence.Cron = new CronRule { Expression = cron };
        else if (days.Length > 0)
            recurrence.Weekly = new WeeklyRule { Weekdays = { days }, Times = { times } };
        else
            recurrence.Daily = new DailyRule { Times = { times } };
        return recurrence;
    }

    private MisfirePolicy? ReadPolicy(ParseResult parsed) => parsed.GetValue(_missed) switch
    {
        null => null,
        "skip" => new MisfirePolicy { Mode = MisfireMode.Skip },
        "once" => new MisfirePolicy { Mode = MisfireMode.RunOnce },
        _ => new MisfirePolicy
        {
            Mode = MisfireMode.RunIfLate,
            Tolerance = Duration.FromTimeSpan(TimeSpan.FromMinutes(
                parsed.GetValue(_tolerance) ?? throw new UsageException("--if-missed late needs --late-minutes."))),
        },
    };

    private async Task<ScheduleContent?> ReadContentAsync(ParseResult parsed)
    {
        var content = new ScheduleContent();
        if (parsed.GetValue(_template) is { } template)
        {
            content.Template = new Template { Text = template };
            foreach (var value in parsed.GetValue(_values) ?? [])
            {
                var mark = value.IndexOf('=', StringComparison.Ordinal);
                if (mark <= 0)
                    throw new UsageException($"\"{value}\" is no NAME=VALUE.");
                content.Template.Values[value[..mark]] = value[(mark + 1)..];
            }
        }
        else if (parsed.GetValue(_text) is { } text)
        {
            content.Text = text;
        }

        foreach (var picture in parsed.GetValue(_first) ?? [])
            content.FirstImages.Add(await ReadAsync(picture));
        foreach (var picture in parsed.GetValue(_second) ?? [])
            content.SecondImages.Add(await ReadAsync(picture));
        if (content.Equals(new ScheduleContent()))
            return null;
        if (parsed.GetValue(_interval) is { } seconds)
            content.Interval = new Duration { Seconds = seconds };
        return content;
    }

    private static async Task<ScheduleImage> ReadAsync(string picture)
    {
        if (Uri.TryCreate(picture, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return new ScheduleImage { Uri = picture };

        try
        {
            return new ScheduleImage
            {
                Data = ByteString.CopyFrom(await File.ReadAllBytesAsync(picture)),
                FileName = Path.GetFileName(picture),
            };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"\"{picture}\" is neither an http address nor a file that can be read: {exception.Message}");
        }
    }
}
