using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>rooms ...</c>: the KakaoTalk rooms.</summary>
public static class RoomCommands
{
    /// <summary>The collection in a room's name.</summary>
    public const string Collection = "rooms";

    private const string Id = "CHANNEL";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(SessionOptions session) => new("rooms", "The KakaoTalk rooms.")
    {
        List(session),
        OnOne(session, "get", "Shows one room.", async (call, name, _) =>
            (await call.Rooms.GetRoomAsync(new GetRoomRequest { Name = name }, call.Call)).Room),
        OnOne(session, "approve", "Lets the room be served.", async (call, name, _) =>
            (await call.Rooms.ApproveRoomAsync(new ApproveRoomRequest { Name = name }, call.Call)).Room),
        Refuse(session, "deny", "Refuses the room.", async (call, name, reason) =>
            (await call.Rooms.DenyRoomAsync(new DenyRoomRequest { Name = name, Reason = reason }, call.Call)).Room),
        Refuse(session, "revoke", "Takes the room's approval back.", async (call, name, reason) =>
            (await call.Rooms.RevokeRoomAsync(new RevokeRoomRequest { Name = name, Reason = reason }, call.Call)).Room),
        Refuse(session, "block", "Shuts the room out.", async (call, name, reason) =>
            (await call.Rooms.BlockRoomAsync(new BlockRoomRequest { Name = name, Reason = reason }, call.Call)).Room),
        Set(session),
    };

    private static Command List(SessionOptions session)
    {
        var filter = new ListFilter();
        var command = new Command("list", "Lists the rooms.");
        filter.AddTo(command);
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new ListRoomsRequest
            {
                Bot = filter.Bot(parsed),
                Status = filter.Status(parsed),
                PageSize = ListFilter.PageSize,
            };
            var rooms = new List<Room>();
            do
            {
                var page = await call.Rooms.ListRoomsAsync(request, call.Call);
                rooms.AddRange(page.Rooms);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            await call.Output.WriteAsync(Table.Render(
                ["BOT", Id, "NAME", "STATUS", "OWNERS", "NOTE"],
                rooms.Select(room => new[]
                {
                    room.Bot,
                    room.ChannelId,
                    room.DisplayName + (room.DisplayNameAmbiguous ? " (ambiguous)" : ""),
                    Words.Of(room.Status),
                    string.Join(", ", room.Owners),
                    room.Description,
                })));
        });
        return command;
    }

    private static Command Set(SessionOptions session)
    {
        var concurrency = new Option<int?>("--concurrency") { Description = "How many commands run at once; 0 for the server's default." };
        var owners = new Option<string[]>("--owner")
        {
            Description = "Who may use admin-only commands, by user hash or name; may be repeated. \"\" alone clears them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var description = new Option<string>("--description") { Description = "A note; empty clears it." };
        var log = new Option<string>("--log") { Description = "Whether plain chat is logged." }.AcceptOnlyFromAmong("on", "off");
        var retention = new Option<int?>("--retention-days") { Description = "Days that the log is kept, with --log on; 0 for ever." };
        return OnOne(
            session,
            "set",
            "Changes a room's settings.",
            async (call, name, parsed) =>
            {
                var request = new UpdateRoomRequest { Room = new Room { Name = name }, UpdateMask = new() };
                if (parsed.GetValue(concurrency) is { } atOnce)
                {
                    request.Room.Concurrency = atOnce;
                    request.UpdateMask.Paths.Add("concurrency");
                }

                if (parsed.GetResult(owners) is not null)
                {
                    request.Room.Owners.AddRange(parsed.GetValue(owners)!.Where(owner => owner.Length > 0));
                    request.UpdateMask.Paths.Add("owners");
                }

                if (parsed.GetValue(description) is { } note)
                {
                    request.Room.Description = note;
                    request.UpdateMask.Paths.Add("description");
                }

                if (parsed.GetValue(log) is { } onOrOff)
                {
                    request.Room.LogSettings = new RoomLogSettings
                    {
                        Enabled = onOrOff == "on",
                        RetentionDays = parsed.GetValue(retention) ?? 0,
                    };
                    request.UpdateMask.Paths.Add("log_settings");
                }
                else if (parsed.GetValue(retention) is not null)
                {
                    throw new UsageException("--retention-days needs --log on or --log off beside it.");
                }

                if (request.UpdateMask.Paths.Count == 0)
                    throw new UsageException("Nothing to set: give --concurrency, --owner, --description or --log.");
                return (await call.Rooms.UpdateRoomAsync(request, call.Call)).Room;
            },
            concurrency,
            owners,
            description,
            log,
            retention);
    }

    private static Command Refuse(
        SessionOptions session, string verb, string description, Func<Session, string, string, Task<Room>> run)
    {
        var reason = new Option<string>("--reason") { Description = "Why; shown to administrators." };
        return OnOne(session, verb, description, (call, name, parsed) => run(call, name, parsed.GetValue(reason) ?? ""), reason);
    }

    private static Command OnOne(
        SessionOptions session,
        string verb,
        string description,
        Func<Session, string, ParseResult, Task<Room>> run,
        params Option[] options)
    {
        var name = Names.Argument(Collection, Id);
        var command = new Command(verb, description) { name };
        foreach (var option in options)
            command.Add(option);
        session.SetAction(command, async (parsed, call) =>
        {
            var room = await run(call, Names.Resolve(parsed.GetRequiredValue(name), Collection), parsed);
            await call.Output.WriteAsync(Render(room));
        });
        return command;
    }

    private static string Render(Room room) => Table.RenderFields(
        ("name", room.Name),
        ("shown as", room.DisplayName + (room.DisplayNameAmbiguous ? " (ambiguous: another approved room has this name)" : "")),
        ("status", Words.Of(room.Status)),
        ("reason", room.RejectionReason),
        ("phone", room.Device),
        ("at once", Words.OrDefault(room.Concurrency)),
        ("owners", string.Join(", ", room.Owners)),
        ("logged", Words.Of(room.LogSettings?.Enabled ?? true)),
        ("kept days", Words.OrDefault(room.LogSettings?.RetentionDays ?? 0)),
        ("note", room.Description),
        ("first seen", Words.Of(room.CreateTime)),
        ("changed", Words.Of(room.UpdateTime)),
        ("approved", Words.Of(room.ApproveTime)));
}
