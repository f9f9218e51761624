using System.CommandLine;
using Domaeka.Samples.Client.Output;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Samples.Client.Commands;

/// <summary><c>keys</c>: who may call the server.</summary>
public static class KeyCommands
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(SessionOptions session) =>
        new("keys", "API keys: list, create, expire, revoke.") { List(session), Add(session), Expire(session), Revoke(session) };

    private static Command List(SessionOptions session)
    {
        var active = new Option<bool>("--active") { Description = "Only keys that hold." };
        var command = new Command("list", "Lists the keys in the order of their creation.") { active };
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new ListKeysRequest { PageSize = ListFilter.PageSize, ActiveOnly = parsed.GetValue(active) };
            var keys = new List<Key>();
            do
            {
                var page = await call.Keys.ListKeysAsync(request, call.Call);
                keys.AddRange(page.Keys);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            await WriteAsync(call, keys);
        });
        return command;
    }

    private static Command Add(SessionOptions session)
    {
        var name = new Argument<string>("NAME") { Description = "What it is called." };
        var scopes = new Option<KeyScope[]>("--scope") { Description = "read, send or admin; may be repeated.", Required = true };
        var days = new Option<double?>("--days") { Description = "After how many days it ends. (default: never)" };
        var command = new Command("create", "Makes a key. Its secret is shown once.") { name, scopes, days };
        session.SetAction(command, async (parsed, call) =>
        {
            var request = new CreateKeyRequest { Key = new Key { DisplayName = parsed.GetRequiredValue(name), Scopes = { parsed.GetRequiredValue(scopes) } } };
            if (parsed.GetValue(days) is { } time)
                request.Ttl = Duration.FromTimeSpan(TimeSpan.FromDays(time));
            var answer = await call.Keys.CreateKeyAsync(request, call.Call);
            await WriteAsync(call, [answer.Key]);
            await call.Output.WriteLineAsync($"secret: {answer.Secret}");
        });
        return command;
    }

    private static Command Expire(SessionOptions session)
    {
        var name = KeyArgument();
        var days = new Option<double>("--in-days") { Description = "After how many days it ends; 0 ends it now." };
        var command = new Command("expire", "Sets a key's end.") { name, days };
        session.SetAction(command, async (parsed, call) =>
        {
            var end = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(parsed.GetValue(days)));
            var answer = await call.Keys.UpdateKeyAsync(
                new UpdateKeyRequest { Key = new Key { Name = NameOf(parsed.GetRequiredValue(name)), ExpireTime = end } }, call.Call);
            await WriteAsync(call, [answer.Key]);
        });
        return command;
    }

    private static Command Revoke(SessionOptions session)
    {
        var name = KeyArgument();
        var command = new Command("revoke", "Takes a key back for good.") { name };
        session.SetAction(command, async (parsed, call) =>
        {
            var answer = await call.Keys.RevokeKeyAsync(new RevokeKeyRequest { Name = NameOf(parsed.GetRequiredValue(name)) }, call.Call);
            await WriteAsync(call, [answer.Key]);
        });
        return command;
    }

    private static Argument<string> KeyArgument() => new("KEY") { Description = "keys/{key}, or the id alone." };

    private static string NameOf(string text) => text.Contains('/', StringComparison.Ordinal) ? text : $"keys/{text}";

    private static Task WriteAsync(Session call, IEnumerable<Key> keys) => call.Output.WriteAsync(Table.Render(
        ["KEY", "NAME", "SCOPES", "STATE", "CREATED", "ENDS", "LAST USED"],
        keys.Select(key => new[]
        {
            key.Name,
            key.DisplayName,
            string.Join(',', key.Scopes.Select(scope => Words.Of(scope))),
            Words.Of(key.State),
            Words.Of(key.CreateTime),
            Words.Of(key.ExpireTime),
            Words.Of(key.LastUseTime),
        })));
}
