using System.IO.Pipelines;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// Reads and throws away what a phone says after the server has told it that it will not be served. Closing a socket that still holds
/// unread bytes resets the connection, and the reset may overtake the line that says why.
/// </summary>
internal static class LateInput
{
    /// <summary>Scripts from 3.2.1 on close at once when refused; the older ones are not waited for any longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the phone has closed its side, or after a second.</summary>
    public static async Task DiscardAsync(PipeReader input, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(patience.Token);
                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Patience is over, or the phone has reset the connection: either way nothing is left to wait for.
        }
    }
}
