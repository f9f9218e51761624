namespace Domaeka.Storage.Tests;

/// <summary>
/// This assembly as a program: <c>append FILE</c> writes until it is killed, <c>occur FILE PREFIX</c> competes for occurrences,
/// <c>measure PLACE Full|Normal [ROWS] [BATCH]</c> prints how fast the chat log takes rows, <c>measure-outbox</c> the same of the outbox,
/// <c>measure-tokens PLACE Full|Normal [PHONES]</c> how fast phones resume,
/// <c>measure-chat FILE LINES</c> how fast a log of that many lines is listed and purged. PLACE is a SQLite file or the connection string of a MariaDB
/// database.
/// </summary>
public static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["append", var file]:
                await AppendProgram.RunAsync(file);
                return 0;
            case ["occur", var file, var prefix]:
                await OccurProgram.RunAsync(file, prefix);
                return 0;
            case ["measure", var file, var synchronous, .. var rest]:
                await MeasureProgram.RunAsync(
                    file,
                    Enum.Parse<StorageSynchronous>(synchronous, ignoreCase: true),
                    rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 200_000,
                    rest.Length > 1 ? int.Parse(rest[1], System.Globalization.CultureInfo.InvariantCulture) : 200);
                return 0;
            case ["measure-outbox", var file, var synchronous, .. var rest]:
                await MeasureOutboxProgram.RunAsync(
                    file,
                    Enum.Parse<StorageSynchronous>(synchronous, ignoreCase: true),
                    rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 50_000,
                    rest.Length > 1 ? int.Parse(rest[1], System.Globalization.CultureInfo.InvariantCulture) : 100);
                return 0;
            case ["measure-tokens", var file, var synchronous, .. var rest]:
                await MeasureTokensProgram.RunAsync(
                    file,
                    Enum.Parse<StorageSynchronous>(synchronous, ignoreCase: true),
                    rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 10_000);
                return 0;
            case ["measure-chat", var file, var lines]:
                await MeasureChatProgram.RunAsync(file, int.Parse(lines, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            default:
                await Console.Error.WriteLineAsync("append FILE | occur FILE PREFIX | measure PLACE Full|Normal [ROWS] [BATCH] | measure-outbox PLACE Full|Normal [MESSAGES] [BATCH] | measure-tokens PLACE Full|Normal [PHONES] | measure-chat FILE LINES");
                return 2;
        }
    }
}
