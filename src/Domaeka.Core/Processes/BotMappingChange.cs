namespace Domaeka.Core.Processes;

/// <summary>A change of a row of <c>kb_bot_server_mapping</c>.</summary>
/// <param name="BotName">The bot.</param>
/// <param name="Kind">What became of its connection.</param>
/// <param name="At">When.</param>
public readonly record struct BotMappingChange(string BotName, BotMappingKind Kind, DateTimeOffset At);
