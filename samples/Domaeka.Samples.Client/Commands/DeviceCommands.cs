using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>devices ...</c>: the phones.</summary>
public static class DeviceCommands
{
    /// <summary>The collection in a device's name.</summary>
    public const string Collection = "devices";

    private const string Id = "DEVICE";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(SessionOptions session) => new("devices", "The phones.")
    {
        List(session),
        OnOne(session, "get", "Shows one phone.", async (call, name, _) =>
            (await call.Devices.GetDeviceAsync(new GetDeviceRequest { Name = name }, call.Call)).Device),
        OnOne(session, "approve", "Lets the phone be served.", async (call, name, _) =>
            (await call.Devices.ApproveDeviceAsync(new ApproveDeviceRequest { Name = name }, call.Call)).Device),
        Refuse(session, "deny", "Refuses the phone.", async (call, name, reason) =>
            (await call.Devices.DenyDeviceAsync(new DenyDeviceRequest { Name = name, Reason = reason }, call.Call)).Device),
        Refuse(session, "revoke", "Takes the phone's approval back.", async (call, name, reason) =>
            (await call.Devices.RevokeDeviceAsync(new RevokeDeviceRequest { Name = name, Reason = reason }, call.Call)).Device),
        Refuse(session, "block", "Shuts the phone out.", async (call, name, reason) =>
            (await call.Devices.BlockDeviceAsync(new BlockDeviceRequest { Name = name, Reason = reason }, call.Call)).Device),
        OnOne(session, "disconnect", "Closes the phone's connection; it may come back at once.", async (call, name, _) =>
            (await call.Devices.DisconnectDeviceAsync(new DisconnectDeviceRequest { Name = name }, call.Call)).Device),
        Set(session),
    };

    private static Command List(SessionOptions session)
    {
        var filter = new ListFilter();
        var command = new Command("list", "Lists the phones.");
        filter.AddTo(command);
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new ListDevicesRequest
            {
                Bot = filter.Bot(parsed),
                Status = filter.Status(parsed),
                PageSize = ListFilter.PageSize,
            };
            var devices = new List<Device>();
            do
            {
                var page = await call.Devices.ListDevicesAsync(request, call.Call);
                devices.AddRange(page.Devices);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            await call.Output.WriteAsync(Table.Render(
                ["BOT", Id, "STATUS", "CONNECTED", "SCRIPT", "ADDRESS", "NOTE"],
                devices.Select(device => new[]
                {
                    device.Bot,
                    device.DeviceId,
                    Words.Of(device.Status),
                    Words.Of(device.Connected),
                    device.ClientVersion,
                    device.IpAddress,
                    device.Description,
                })));
        });
        return command;
    }

    private static Command Set(SessionOptions session)
    {
        var description = new Option<string>("--description") { Description = "A note; empty clears it." };
        var maxMessageSize = new Option<int?>("--max-message-size")
        {
            Description = "Longest inbound line in bytes; 0 for the server's default.",
        };
        var unbind = new Option<bool>("--unbind") { Description = "Forgets the phone's signed id, for a phone that was reset." };
        return OnOne(
            session,
            "set",
            "Changes a phone's settings.",
            async (call, name, parsed) =>
            {
                var request = new UpdateDeviceRequest { Device = new Device { Name = name }, UpdateMask = new() };
                if (parsed.GetValue(description) is { } note)
                {
                    request.Device.Description = note;
                    request.UpdateMask.Paths.Add("description");
                }

                if (parsed.GetValue(maxMessageSize) is { } bytes)
                {
                    request.Device.MaxMessageSizeBytes = bytes;
                    request.UpdateMask.Paths.Add("max_message_size_bytes");
                }

                if (parsed.GetValue(unbind))
                    request.UpdateMask.Paths.Add("device_uuid");
                if (request.UpdateMask.Paths.Count == 0)
                    throw new UsageException("Nothing to set: give --description, --max-message-size or --unbind.");
                return (await call.Devices.UpdateDeviceAsync(request, call.Call)).Device;
            },
            description,
            maxMessageSize,
            unbind);
    }

    private static Command Refuse(
        SessionOptions session, string verb, string description, Func<Session, string, string, Task<Device>> run)
    {
        var reason = new Option<string>("--reason") { Description = "Why; shown to administrators." };
        return OnOne(session, verb, description, (call, name, parsed) => run(call, name, parsed.GetValue(reason) ?? ""), reason);
    }

    private static Command OnOne(
        SessionOptions session,
        string verb,
        string description,
        Func<Session, string, ParseResult, Task<Device>> run,
        params Option[] options)
    {
        var name = Names.Argument(Collection, Id);
        var command = new Command(verb, description) { name };
        foreach (var option in options)
            command.Add(option);
        session.SetAction(command, async (parsed, call) =>
        {
            var device = await run(call, Names.Resolve(parsed.GetRequiredValue(name), Collection), parsed);
            await call.Output.WriteAsync(Render(device));
        });
        return command;
    }

    private static string Render(Device device) => Table.RenderFields(
        ("name", device.Name),
        ("status", Words.Of(device.Status)),
        ("reason", device.RejectionReason),
        ("connected", Words.Of(device.Connected)),
        ("since", Words.Of(device.Connection?.ConnectTime)),
        ("round trip", Words.Of(device.Connection?.LastRoundTrip)),
        ("round trips", QualityWords.RoundTrips(device.Connection?.Quality)),
        ("lines", QualityWords.Lines(device.Connection?.Quality)),
        ("missed pings", QualityWords.MissedPings(device.Connection?.Quality)),
        ("last heard", Words.Of(device.Connection?.Quality?.LastActivityTime)),
        ("script", $"{device.ClientType} {device.ClientVersion}".Trim()),
        ("address", device.IpAddress),
        ("signed id", device.DeviceUuid),
        ("longest line", Words.OrDefault(device.MaxMessageSizeBytes)),
        ("note", device.Description),
        ("first seen", Words.Of(device.CreateTime)),
        ("changed", Words.Of(device.UpdateTime)),
        ("approved", Words.Of(device.ApproveTime)));
}
