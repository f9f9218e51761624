using System.Threading.Channels;

namespace Domaeka.Samples.Phone;

/// <summary>What is to be said: typed, piped, or given on the command line.</summary>
internal sealed class SpokenLines
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _inputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The lines, in order; completes at the end of the input.</summary>
    public ChannelReader<string> Lines => _lines.Reader;

    /// <summary>Completes when nothing more is typed, piped or given; what was may still wait to be said.</summary>
    public Task InputEnded => _inputEnded.Task;

    /// <summary>True when somebody sits at the keyboard.</summary>
    public bool IsInteractive { get; private init; }

    public static SpokenLines Start(IReadOnlyList<string> say)
    {
        var spoken = new SpokenLines { IsInteractive = say.Count == 0 && !Console.IsInputRedirected };
        // The keyboard blocks, and a blocked read cannot be cancelled: its thread ends with the process.
        new Thread(() => spoken.Fill(say)) { IsBackground = true, Name = "keyboard" }.Start();
        return spoken;
    }

    private void Fill(IReadOnlyList<string> say)
    {
        foreach (var line in say.Count > 0 ? say : ReadInput())
        {
            if (line.Length > 0)
                _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
        _inputEnded.TrySetResult();
    }

    private static IEnumerable<string> ReadInput()
    {
        while (Console.ReadLine() is { } line)
            yield return line;
    }
}
