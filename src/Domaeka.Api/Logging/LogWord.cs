namespace Domaeka.Api.Logging;

/// <summary>The words in front of log lines, those of the older server: an operator finds with <c>grep '\[CLIENT\]'</c> what was found there.</summary>
internal enum LogWord
{
    /// <summary>Everything that has no word of its own: leases, memory, the API, the framework.</summary>
    Server,

    /// <summary>What is there when the server begins.</summary>
    Startup,

    /// <summary>Phones and their connections.</summary>
    Client,

    /// <summary>Chat lines, commands, notices and schedules.</summary>
    Msg,

    /// <summary>The database, and what could not be stored.</summary>
    Db,

    /// <summary>Settings, and files that settings name.</summary>
    Config,

    /// <summary>The command <c># echo</c>.</summary>
    Echo,

    /// <summary>Pings, and their rows.</summary>
    Ping,

    /// <summary>Phones that are sent away, and the end.</summary>
    Shutdown,
}
