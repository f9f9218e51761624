namespace Domaeka.Api.Logging;

/// <summary>How a log line is written.</summary>
public enum LogFormat
{
    /// <summary>For people: time, level, <c>[WORD]</c>, event id, message.</summary>
    Text,

    /// <summary>For programs: one JSON object per line.</summary>
    Json,
}
