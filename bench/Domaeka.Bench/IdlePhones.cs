namespace Domaeka.Bench;

/// <summary>Connected phones and what keeps them answering.</summary>
internal sealed record IdlePhones(BenchPhone[] Phones, Task[] Idling, CancellationTokenSource Stop)
{
    public async Task StopAsync()
    {
        await Stop.CancelAsync();
        await Task.WhenAll(Idling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var phone in Phones)
            phone.Dispose();
        Stop.Dispose();
    }
}
