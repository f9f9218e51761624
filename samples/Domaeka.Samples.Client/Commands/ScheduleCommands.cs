using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>schedules ...</c>: notices that go out at their time.</summary>
public static class ScheduleCommands
{
    private const int PageSize = 500;

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(SessionOptions session) => new("schedules", "Notices that go out at their time.")
    {
        List(session),
        OnOne(session, "get", "Shows one schedule.", async (call, name) =>
            Render((await call.Schedules.GetScheduleAsync(new GetScheduleRequest { Name = name }, call.Call)).Schedule)),
        Add(session),
        Update(session),
        OnOne(session, "delete", "Deletes a schedule.", async (call, name) =>
        {
            await call.Schedules.DeleteScheduleAsync(new DeleteScheduleRequest { Name = name }, call.Call);
            return $"{name} is deleted.\n";
        }),
        OnOne(session, "pause", "Takes a schedule out of service.", async (call, name) =>
            Render((await call.Schedules.PauseScheduleAsync(new PauseScheduleRequest { Name = name }, call.Call)).Schedule)),
        OnOne(session, "resume", "Puts a schedule back into service.", async (call, name) =>
            Render((await call.Schedules.ResumeScheduleAsync(new ResumeScheduleRequest { Name = name }, call.Call)).Schedule)),
        Run(session),
        Preview(session),
        Runs(session),
    };

    private static Command List(SessionOptions session)
    {
        var bot = new Option<string>("--bot") { Description = "Only this bot's." };
        var status = new Option<ScheduleStatus?>("--status") { Description = "Only with this status." };
        var command = new Command("list", "Lists the schedules.") { bot, status };
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new ListSchedulesRequest
            {
                Bot = parsed.GetValue(bot) ?? "",
                Status = parsed.GetValue(status) ?? ScheduleStatus.Unspecified,
                PageSize = PageSize,
            };
            var schedules = new List<Schedule>();
            do
            {
                var page = await call.Schedules.ListSchedulesAsync(request, call.Call);
                schedules.AddRange(page.Schedules);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            await call.Output.WriteAsync(Table.Render(
                ["NAME", "TITLE", "ROOM", "WHEN", "STATUS", "NEXT"],
                schedules.Select(schedule => new[]
                {
                    schedule.Name,
                    schedule.Title,
                    Names.Short(schedule.Room),
                    ScheduleWords.Of(schedule.Recurrence),
                    Words.Of(schedule.Status),
                    Words.Of(schedule.NextRunTime),
                })));
        });
        return command;
    }

    private static Command Add(SessionOptions session)
    {
        var fields = new ScheduleFieldOptions();
        var requestId = new Option<string>("--request-id") { Description = "Creating twice under one id creates once." };
        var check = new Option<bool>("--check") { Description = "Checks it and creates nothing." };
        var command = new Command("create", "Creates a schedule.") { requestId, check };
        fields.AddTo(command);
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new CreateScheduleRequest
            {
                Schedule = await fields.ReadAsync(parsed),
                RequestId = parsed.GetValue(requestId) ?? "",
                ValidateOnly = parsed.GetValue(check),
            };
            await call.Output.WriteAsync(Render((await call.Schedules.CreateScheduleAsync(request, call.Call)).Schedule));
        });
        return command;
    }

    private static Command Update(SessionOptions session)
    {
        var name = Name();
        var fields = new ScheduleFieldOptions();
        var command = new Command("update", "Changes what is given of a schedule.") { name };
        fields.AddTo(command);
        session.SetAction(command, async (parsed, call) =>
        {
            var schedule = await fields.ReadAsync(parsed);
            if (schedule.Equals(new Schedule()))
                throw new UsageException("Nothing to change: give at least one option.");
            schedule.Name = Resolve(parsed.GetRequiredValue(name));
            await call.Output.WriteAsync(Render(
                (await call.Schedules.UpdateScheduleAsync(new UpdateScheduleRequest { Schedule = schedule }, call.Call)).Schedule));
        });
        return command;
    }

    private static Command Run(SessionOptions session)
    {
        var name = Name();
        var requestId = new Option<string>("--request-id") { Description = "Running twice under one id sends once." };
        var command = new Command("run", "Sends a schedule's notice now.") { name, requestId };
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new RunScheduleRequest
            {
                Name = Resolve(parsed.GetRequiredValue(name)),
                RequestId = parsed.GetValue(requestId) ?? "",
            };
            var message = (await call.Schedules.RunScheduleAsync(request, call.Call)).Message;
            await call.Output.WriteAsync(Table.RenderFields(
                ("message", message.Name), ("room", message.Room), ("state", Words.Of(message.State))));
        });
        return command;
    }

    private static Command Preview(SessionOptions session)
    {
        var name = Name();
        var count = new Option<int>("--count") { Description = "How many occurrences.", DefaultValueFactory = _ => 10 };
        var command = new Command("preview", "Tells when a schedule comes due and what it would send.") { name, count };
        session.SetAction(command, async (parsed, call) =>
        {
            var preview = await call.Schedules.PreviewScheduleAsync(
                new PreviewScheduleRequest { Name = Resolve(parsed.GetRequiredValue(name)), Count = parsed.GetValue(count) }, call.Call);
            await call.Output.WriteAsync(Table.Render(
                ["WHEN"], preview.OccurrenceTimes.Select(time => new[] { Words.Of(time) })));
            foreach (var part in preview.Parts)
            {
                await call.Output.WriteLineAsync(part.ContentCase == MessagePart.ContentOneofCase.Text
                    ? part.Text
                    : $"({part.Media.Items.Count} pictures)");
            }

            if (preview.Problem.Length > 0)
                await call.Output.WriteLineAsync($"cannot be sent: {preview.Problem}");
        });
        return command;
    }

    private static Command Runs(SessionOptions session)
    {
        var name = Name();
        var limit = new Option<int>("--limit") { Description = "How many runs, the newest.", DefaultValueFactory = _ => 50 };
        var command = new Command("runs", "Lists what became of a schedule's occurrences.") { name, limit };
        session.SetAction(command, async (parsed, call) =>
        {
            var page = await call.Schedules.ListScheduleRunsAsync(
                new ListScheduleRunsRequest { Name = Resolve(parsed.GetRequiredValue(name)), PageSize = parsed.GetValue(limit) }, call.Call);
            await call.Output.WriteAsync(Table.Render(
                ["DUE", "BY HAND", "STATE", "MESSAGE", "WHY"],
                page.Runs.Select(run => new[]
                {
                    Words.Of(run.DueTime),
                    Words.Of(run.Manual),
                    run.SkipReason == ScheduleSkipReason.Unspecified ? Words.Of(run.State) : "skipped",
                    run.Message,
                    run.SkipDetail.Length > 0 || run.Reason == DeliveryReason.Unspecified ? run.SkipDetail : Words.Of(run.Reason),
                })));
        });
        return command;
    }

    private static Command OnOne(SessionOptions session, string verb, string description, Func<Session, string, Task<string>> run)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        session.SetAction(command, async (parsed, call) =>
            await call.Output.WriteAsync(await run(call, Resolve(parsed.GetRequiredValue(name)))));
        return command;
    }

    private static Argument<string> Name() => new("schedule") { Description = "schedules/ID, or the number alone", HelpName = "ID" };

    private static string Resolve(string typed) => typed.StartsWith("schedules/", StringComparison.Ordinal) ? typed : $"schedules/{typed}";

    private static string Render(Schedule schedule) => Table.RenderFields(
        ("name", schedule.Name.Length > 0 ? schedule.Name : "(not stored)"),
        ("title", schedule.Title),
        ("room", schedule.Room),
        ("phone", schedule.Device),
        ("when", ScheduleWords.Of(schedule.Recurrence)),
        ("if missed", ScheduleWords.Of(schedule.MisfirePolicy)),
        ("status", Words.Of(schedule.Status)),
        ("problem", schedule.Problem),
        ("text", ScheduleWords.TextOf(schedule.Content)),
        ("pictures", ScheduleWords.PicturesOf(schedule.Content)),
        ("next", Words.Of(schedule.NextRunTime)),
        ("last", Words.Of(schedule.LastRunTime)),
        ("sent", Words.OrDefault(schedule.RunCount)),
        ("note", schedule.Description));
}
