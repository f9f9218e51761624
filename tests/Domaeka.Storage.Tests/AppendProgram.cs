using Domaeka.Core.Chat;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests;

/// <summary>Appends batches to the chat log for ever and says after each that it was accepted.</summary>
internal static class AppendProgram
{
    public const int BatchSize = 7;

    public static async Task RunAsync(string file)
    {
        using var host = await StorageHost.StartAsync(options => options.ConnectionString = $"Data Source={file}");
        var chatLog = host.Services.GetRequiredService<IChatLogStore>();
        for (var batch = 0; ; batch++)
        {
            var entries = Enumerable.Range(0, BatchSize).Select(place => Samples.Entry($"{batch}/{place}")).ToList();
            await chatLog.AppendAsync(entries, CancellationToken.None);
            Console.WriteLine(batch);
        }
    }
}
