using System.Threading.Channels;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>Takes the chat lines in and shows them to the test; waits where the test says so.</summary>
internal sealed class ScriptedPipeline : IChatPipeline
{
    private readonly Channel<(IPhoneConnection Connection, ChatLine Line)> _received =
        Channel.CreateUnbounded<(IPhoneConnection, ChatLine)>();

    /// <summary>While set, a line waits for it after it was shown to the test.</summary>
    public Task? Gate { get; set; }

    /// <summary>How many lines have come that the test has not looked at.</summary>
    public int Unseen => _received.Reader.Count;

    public async ValueTask<ChatOutcome> ReceiveAsync(IPhoneConnection connection, ChatLine line, CancellationToken cancellationToken)
    {
        await _received.Writer.WriteAsync((connection, line), cancellationToken);
        if (Gate is { } gate)
            await gate.WaitAsync(cancellationToken);
        return ChatOutcome.Logged;
    }

    /// <summary>The next line that was handed to Core.</summary>
    public async Task<(IPhoneConnection Connection, ChatLine Line)> NextAsync() =>
        await _received.Reader.ReadAsync().DefaultTimeout();
}
