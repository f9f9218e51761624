namespace Domaeka.Core.Chat;

/// <summary>What makes a chat line the same line again.</summary>
/// <param name="BotName">The bot.</param>
/// <param name="DeviceId">
/// The device, unless it is served: the phones of one bot in one room all forward a line, and only the first is answered, but a
/// phone that is not served must not silence one that is.
/// </param>
/// <param name="ChannelId">The room.</param>
/// <param name="Id">KakaoTalk's message id, or the fingerprint of a line without one.</param>
internal readonly record struct DuplicateKey(string BotName, string? DeviceId, string ChannelId, string Id);
