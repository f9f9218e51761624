namespace Domaeka.Core.Telemetry;

/// <summary>Names of tags. Ids only: what people write or are called is in none.</summary>
internal static class TraceTags
{
    public const string Bot = "domaeka.bot";
    public const string Device = "domaeka.device";
    public const string Channel = "domaeka.channel";
    public const string Connection = "domaeka.connection";
    public const string LogId = "domaeka.log_id";
    public const string Command = "domaeka.command";
    public const string Outcome = "domaeka.outcome";
    public const string Message = "domaeka.message";
    public const string Kind = "domaeka.kind";
    public const string Schedule = "domaeka.schedule";
    public const string Part = "domaeka.part";
    public const string Attempt = "domaeka.attempt";
    public const string Reason = "domaeka.reason";
}
