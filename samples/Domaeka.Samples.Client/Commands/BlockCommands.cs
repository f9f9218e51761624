using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>blocks</c>: addresses from where no phones are taken.</summary>
public static class BlockCommands
{
    /// <summary><c>blocks</c> with everything below it.</summary>
    public static Command Create(SessionOptions session)
    {
        var command = new Command("blocks", "Lists the addresses that are blocked, blocks others, lifts blocks.");
        session.SetAction(command, (_, call) => ListAsync(call));
        command.Add(Add(session));
        command.Add(Lift(session));
        return command;
    }

    private static Command Add(SessionOptions session)
    {
        var address = new Argument<string>("address") { Description = "An IP address, or a network such as 203.0.113.0/24." };
        var hours = new Option<double?>("--hours") { Description = "How long; as long as the server's own blocks unless given." };
        var reason = new Option<string>("--reason") { Description = "Why, for whoever looks at the list.", DefaultValueFactory = _ => "" };
        var command = new Command("add", "Takes no more phones from an address.") { address, hours, reason };
        session.SetAction(command, async (parsed, call) =>
        {
            var block = new AddressBlock { Address = parsed.GetValue(address), Reason = parsed.GetValue(reason) };
            if (parsed.GetValue(hours) is { } given)
                block.Ttl = Duration.FromTimeSpan(TimeSpan.FromHours(given));
            var answer = await call.Blocks.CreateAddressBlockAsync(new CreateAddressBlockRequest { AddressBlock = block }, call.Call);
            await call.Output.WriteAsync(Render([answer.AddressBlock]));
        });
        return command;
    }

    private static Command Lift(SessionOptions session)
    {
        var address = new Argument<string>("address") { Description = "As it is listed." };
        var command = new Command("lift", "Takes phones from an address again.") { address };
        session.SetAction(command, async (parsed, call) =>
        {
            var name = "addressBlocks/" + parsed.GetValue(address)!.Replace("/", "%2F", StringComparison.Ordinal);
            var answer = await call.Blocks.DeleteAddressBlockAsync(new DeleteAddressBlockRequest { Name = name }, call.Call);
            await call.Output.WriteLineAsync($"{answer.AddressBlock.Address} is no longer blocked.");
        });
        return command;
    }

    private static async Task ListAsync(Session call)
    {
        var request = new ListAddressBlocksRequest { PageSize = ListFilter.PageSize };
        var blocks = new List<AddressBlock>();
        do
        {
            var page = await call.Blocks.ListAddressBlocksAsync(request, call.Call);
            blocks.AddRange(page.AddressBlocks);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        await call.Output.WriteAsync(Render(blocks));
    }

    private static string Render(IEnumerable<AddressBlock> blocks) => Table.Render(
        ["ADDRESS", "BY", "SINCE", "UNTIL", "REASON"],
        blocks.Select(block => new[]
        {
            block.Address,
            block.Origin == AddressBlockOrigin.Manual ? "administrator" : "server",
            Words.Of(block.CreateTime),
            Words.Of(block.ExpireTime),
            block.Reason,
        }));
}
