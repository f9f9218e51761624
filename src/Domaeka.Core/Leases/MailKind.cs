namespace Domaeka.Core.Leases;

/// <summary>What a process has to tell another.</summary>
public enum MailKind
{
    /// <summary>A word that is none of the known ones; such mail is dropped with a log line.</summary>
    Unknown = 0,

    /// <summary>A lane is the receiver's now (<see cref="Mail.Room"/>).</summary>
    Lane,

    /// <summary>A message was stored in a lane of the receiver (<see cref="Mail.Room"/>, <see cref="Mail.MessageSequence"/>).</summary>
    Message,

    /// <summary>Somebody wants a message back (<see cref="Mail.Argument"/> is its id); answered by <see cref="Cancelled"/>.</summary>
    Cancel,

    /// <summary>What became of a <see cref="Cancel"/> (<see cref="Mail.Argument"/> is the message's id, a blank and the outcome).</summary>
    Cancelled,

    /// <summary>A phone is to be disconnected (<see cref="Mail.Argument"/> is its device id, <see cref="Mail.Room"/> names the bot).</summary>
    Disconnect,

    /// <summary>The receiver is to drain (<see cref="Mail.Argument"/> is how long the phones stay away, in seconds).</summary>
    Drain,

    /// <summary>The receiver is to send its phones to another server (<see cref="Mail.Argument"/> is a <see cref="MigrationMail"/>).</summary>
    Migrate,

    /// <summary>The receiver is to let phones in again.</summary>
    CancelDrain,
}
